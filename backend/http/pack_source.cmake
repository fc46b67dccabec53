# Packs the source of the page and of the server into OUTPUT, for the page's link to it. Run by the build: cmake -DOUTPUT=…
# -P pack_source.cmake in the folder of the source. In a clone only files that Git knows are packed, because a folder may
# also hold what its owner keeps to himself.
set(parts backend frontend shared web CMakeLists.txt CMakePresets.json build.sh README.md LICENSE)
set(list "${OUTPUT}.files")
execute_process(COMMAND git ls-files -- ${parts} OUTPUT_VARIABLE known RESULT_VARIABLE no_clone ERROR_QUIET)
string(REGEX MATCHALL "[^\n]+" files "${known}")
if(no_clone)
  set(files ${parts})
endif()
file(WRITE "${list}" "")
foreach(file IN LISTS files)
  if(EXISTS "${CMAKE_CURRENT_BINARY_DIR}/${file}")  # it may have been deleted since; a script's binary folder is where it runs
    file(APPEND "${list}" "${file}\n")
  endif()
endforeach()
execute_process(COMMAND ${CMAKE_COMMAND} -E tar czf "${OUTPUT}" --mtime=2000-01-01 "--files-from=${list}"
                COMMAND_ERROR_IS_FATAL ANY)
