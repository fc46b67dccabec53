# Writes OUTPUT, a C++ file that holds every file of the site (FILES, a list of "url-path|file") with its br and gzip
# variants and the hash that becomes its ETag. Run by the build: cmake -DOUTPUT=… -DFILES=… -DWORK=… -P embed_site.cmake
#
# Each file but the pages is there twice: under its own name, and under one that holds its hash ("/home.1a2b3c4d.wasm"),
# which a browser may keep for ever. Where one file names another in quotes, it gets the name with the hash.
find_program(BROTLI brotli REQUIRED)
find_program(GZIP gzip REQUIRED)

function(as_bytes file out)
  file(READ "${file}" hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  set(${out} "${bytes}" PARENT_SCOPE)
endfunction()

# Fills WORK/site with the files as they are served, and sets hashed_NAME for each that is not a page. A file comes
# after those it names.
function(name_by_hash)
  set(waiting ${FILES})
  while(waiting)
    set(before "${waiting}")
    foreach(entry IN LISTS before)
      string(REGEX MATCH "^/([^|]*)[|](.*)$" _ "${entry}")
      set(name "${CMAKE_MATCH_1}")
      set(served "${WORK}/site/${name}")
      file(COPY_FILE "${CMAKE_MATCH_2}" "${served}")
      if(name MATCHES "[.](html|css|js|svg|webmanifest)$")
        file(READ "${served}" text)
        set(names_waiting FALSE)
        foreach(other IN LISTS FILES)
          string(REGEX REPLACE "^/([^|]*)[|].*$" "\\1" other "${other}")
          if(DEFINED hashed_${other})
            string(REPLACE "\"${other}\"" "\"${hashed_${other}}\"" text "${text}")
          elseif(NOT other STREQUAL name AND text MATCHES "\"${other}\"")
            set(names_waiting TRUE)
          endif()
        endforeach()
        if(names_waiting)
          continue()
        endif()
        file(WRITE "${served}" "${text}")
      endif()
      list(REMOVE_ITEM waiting "${entry}")
      if(NOT name MATCHES "[.]html$")
        file(SHA256 "${served}" hash)
        string(SUBSTRING "${hash}" 0 8 hash)
        string(REGEX REPLACE "^(.*)([.][^.]*)$" "\\1.${hash}\\2" hashed_${name} "${name}")
        set(hashed_${name} "${hashed_${name}}" PARENT_SCOPE)
      endif()
    endforeach()
    if(waiting STREQUAL before)
      message(FATAL_ERROR "These files name each other in a circle: ${waiting}")
    endif()
  endwhile()
endfunction()

file(MAKE_DIRECTORY "${WORK}/site")
name_by_hash()
set(arrays "")
set(table "")
set(index 0)
foreach(entry IN LISTS FILES)
  string(REGEX REPLACE "^/([^|]*)[|].*$" "\\1" name "${entry}")
  set(file "${WORK}/site/${name}")
  file(SHA256 "${file}" hash)
  string(SUBSTRING "${hash}" 0 16 etag)
  execute_process(COMMAND "${BROTLI}" -q 11 -f -o "${WORK}/file.br" "${file}" COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND "${GZIP}" -9 -n -c "${file}" OUTPUT_FILE "${WORK}/file.gz" COMMAND_ERROR_IS_FATAL ANY)
  file(SIZE "${file}" identity_size)
  set(views "")
  foreach(variant identity br gzip)
    set(variant_file "${file}")
    if(variant STREQUAL "br")
      set(variant_file "${WORK}/file.br")
    elseif(variant STREQUAL "gzip")
      set(variant_file "${WORK}/file.gz")
    endif()
    file(SIZE "${variant_file}" size)
    if(variant STREQUAL "identity" OR size LESS identity_size)
      as_bytes("${variant_file}" bytes)
      string(APPEND arrays "const unsigned char ${variant}_${index}[] = {${bytes}0};\n")
      string(APPEND views ", view(${variant}_${index}, ${size})")
    else()
      string(APPEND views ", {}")
    endif()
  endforeach()
  string(APPEND table "      {\"/${name}\", \"${etag}\", false${views}},\n")
  math(EXPR index "${index} + 1")
  if(DEFINED hashed_${name})
    string(APPEND table "      {\"/${hashed_${name}}\", \"${etag}\", true${views}},\n")
  endif()
endforeach()
string(REGEX MATCHALL "\n" rows "${table}")
list(LENGTH rows count)

file(WRITE "${OUTPUT}" "// Made by embed_site.cmake.
#include <array>
#include <cstddef>

#include \"backend/static_site.hpp\"

namespace sws {
namespace {
${arrays}
std::string_view view(const unsigned char* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}
}  // namespace

std::span<const EmbeddedFile> embedded_files() {
  static const std::array<EmbeddedFile, ${count}> files = {{
${table}  }};
  return files;
}
}  // namespace sws
")
