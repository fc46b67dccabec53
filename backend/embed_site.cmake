# Writes OUTPUT, a C++ file that holds every file of the site (FILES, a list of "url-path|file") with its br and gzip
# variants and the hash that becomes its ETag. Run by the build: cmake -DOUTPUT=… -DFILES=… -DWORK=… -P embed_site.cmake
find_program(BROTLI brotli REQUIRED)
find_program(GZIP gzip REQUIRED)

function(as_bytes file out)
  file(READ "${file}" hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  set(${out} "${bytes}" PARENT_SCOPE)
endfunction()

set(arrays "")
set(table "")
set(index 0)
foreach(entry IN LISTS FILES)
  string(REGEX MATCH "^([^|]*)[|](.*)$" _ "${entry}")
  set(path "${CMAKE_MATCH_1}")
  set(file "${CMAKE_MATCH_2}")
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
  string(APPEND table "      {\"${path}\", \"${etag}\"${views}},\n")
  math(EXPR index "${index} + 1")
endforeach()

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
  static const std::array<EmbeddedFile, ${index}> files = {{
${table}  }};
  return files;
}
}  // namespace sws
")
