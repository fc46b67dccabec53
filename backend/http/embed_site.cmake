# Writes OUTPUT, a C++ file that holds every file of the site (FILES, a list of "url-path|file") with its br and gzip
# variants (the assembler reads them in: a compiler takes a minute for the same bytes as an array) and the hash that
# becomes its ETag. Run by the build: cmake -DOUTPUT=… -DFILES=… -DWORK=… -P embed_site.cmake
#
# Every file except the HTML pages is there twice: under its own name, and under a name that holds its hash
# ("/home.1a2b3c4d.wasm"), which a browser may keep for ever. If a file names another one in quotes, the name in it is
# replaced by the one with the hash.
#
# A visitor waits for every byte of the page, so its scripts lose what only a reader of the source needs: comments, blanks
# and long names. HTML loses comments and indentation, and a style sheet also the blanks around its signs.
find_program(BROTLI brotli REQUIRED)
find_program(TERSER terser REQUIRED)
find_program(GZIP gzip REQUIRED)

# Makes the file smaller, which then means the same. boot.js and the programs know each other by the global name
# Module.
function(minify file)
  if(file MATCHES "[.]js$")
    # Debian installs terser's own modules where only Debian's own Node looks.
    execute_process(COMMAND ${CMAKE_COMMAND} -E env "NODE_PATH=/usr/share/nodejs:$ENV{NODE_PATH}"
                            "${TERSER}" "${file}" --ecma 2020 --compress passes=3,toplevel,top_retain=[Module]
                            --mangle toplevel,reserved=[Module] --output "${file}" COMMAND_ERROR_IS_FATAL ANY)
  elseif(file MATCHES "[.](css|html)$")
    file(READ "${file}" text)
    string(REGEX REPLACE "/[*]([^*]|[*]+[^*/])*[*]+/|<!--[^>]*-->" "" text "${text}")
    string(REGEX REPLACE "\n[ \n]+" "\n" text "${text}")
    if(file MATCHES "[.]css$")
      string(REGEX REPLACE "[ \n]*([{};,>])[ \n]*" "\\1" text "${text}")
      string(REPLACE ": " ":" text "${text}")
      string(REPLACE ";}" "}" text "${text}")
    endif()
    file(WRITE "${file}" "${text}")
  endif()
endfunction()

# Fills WORK/site with the files as they are served, and sets hashed_NAME for each file that is not a page. A file is
# processed after the files that it names.
function(name_by_hash)
  set(waiting ${FILES})
  while(waiting)
    set(before "${waiting}")
    foreach(entry IN LISTS before)
      string(REGEX MATCH "^/([^|]*)[|](.*)$" _ "${entry}")
      set(name "${CMAKE_MATCH_1}")
      set(served "${WORK}/site/${name}")
      file(COPY_FILE "${CMAKE_MATCH_2}" "${served}")
      minify("${served}")
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
set(includes "")
set(declarations "")
set(table "")
set(index 0)
foreach(entry IN LISTS FILES)
  string(REGEX REPLACE "^/([^|]*)[|].*$" "\\1" name "${entry}")
  set(file "${WORK}/site/${name}")
  file(SHA256 "${file}" hash)
  string(SUBSTRING "${hash}" 0 16 etag)
  execute_process(COMMAND "${BROTLI}" -q 11 -f -o "${file}.br" "${file}" COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND "${GZIP}" -9 -n -c "${file}" OUTPUT_FILE "${file}.gzip" COMMAND_ERROR_IS_FATAL ANY)
  file(SIZE "${file}" identity_size)
  set(views "")
  foreach(variant identity br gzip)
    set(variant_file "${file}.${variant}")
    if(variant STREQUAL "identity")
      set(variant_file "${file}")
    endif()
    file(SIZE "${variant_file}" size)
    if(variant STREQUAL "identity" OR size LESS identity_size)
      set(symbol "sws_site_${variant}_${index}")
      string(APPEND includes "asm(R\"(.section .rodata\n${symbol}: .incbin \"${variant_file}\"\n.previous)\");\n")
      string(APPEND declarations "extern const char ${symbol}[];\n")
      string(APPEND views ", {${symbol}, ${size}}")
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

#include \"backend/http/static_site.hpp\"

${includes}
extern \"C\" {
${declarations}}

namespace sws {
std::span<const EmbeddedFile> embedded_files() {
  static const std::array<EmbeddedFile, ${count}> files = {{
${table}  }};
  return files;
}
}  // namespace sws
")
