# Makes the Wasm page a part of the native build: the target wasm_page configures and builds this same tree a second time
# with Emscripten. SIMPLEWEBSOCKET_PAGE_FILES lists the files of the page, and those of the module for other
# pages, that the server embeds.
include(ExternalProject)

find_program(EMCC emcc)
find_program(EM_CONFIG em-config)
if(NOT EMCC OR NOT EM_CONFIG)
  message(FATAL_ERROR "Emscripten's emcc and em-config are required to build the page and were not found. On Debian: "
                      "apt-get install emscripten; './build.sh build' does it for you.")
endif()
execute_process(COMMAND ${EM_CONFIG} EMSCRIPTEN_ROOT OUTPUT_VARIABLE emscripten_root OUTPUT_STRIP_TRAILING_WHITESPACE
                COMMAND_ERROR_IS_FATAL ANY)

# Emscripten may see Boost's headers, but not the host's other headers beside them.
set(boost_for_wasm ${PROJECT_BINARY_DIR}/boost_for_wasm)
file(MAKE_DIRECTORY ${boost_for_wasm})
file(CREATE_LINK ${Boost_INCLUDE_DIRS}/boost ${boost_for_wasm}/boost SYMBOLIC)

set(wasm_dir ${PROJECT_BINARY_DIR}/wasm)
ExternalProject_Add(wasm_page
  SOURCE_DIR ${PROJECT_SOURCE_DIR}
  BINARY_DIR ${wasm_dir}
  CMAKE_ARGS
    -DCMAKE_TOOLCHAIN_FILE=${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake
    -DCMAKE_BUILD_TYPE=MinSizeRel
    # A visitor waits for every byte. Link-time optimisation makes the module a sixth smaller.
    # The paths of the sources must not be in it, so that each folder makes the same module.
    "-DCMAKE_CXX_FLAGS=-flto -ffile-prefix-map=${PROJECT_BINARY_DIR}=. -ffile-prefix-map=${PROJECT_SOURCE_DIR}=."
    -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
    -DCMAKE_UNITY_BUILD=${CMAKE_UNITY_BUILD}
    -DCMAKE_UNITY_BUILD_BATCH_SIZE=${CMAKE_UNITY_BUILD_BATCH_SIZE}
    "-DCMAKE_CXX_FLAGS_MINSIZEREL=-Oz -DNDEBUG"
    -DCMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}
    -DSIMPLEWEBSOCKET_BOOST_INCLUDE_DIR=${boost_for_wasm}
    -DSIMPLEWEBSOCKET_TESTS=${SIMPLEWEBSOCKET_TESTS}
  # Emscripten's optimiser needs acorn. Debian installs it where only Debian's own Node looks.
  BUILD_COMMAND ${CMAKE_COMMAND} -E env "NODE_PATH=/usr/share/nodejs:$ENV{NODE_PATH}"
                ${CMAKE_COMMAND} --build ${wasm_dir}
  INSTALL_COMMAND ""
  BUILD_ALWAYS ON
  USES_TERMINAL_BUILD ON
  BUILD_BYPRODUCTS ${wasm_dir}/frontend/home.js ${wasm_dir}/frontend/home.wasm ${wasm_dir}/frontend/channel.js
                   ${wasm_dir}/frontend/channel.wasm ${wasm_dir}/frontend/client.wasm
                   ${wasm_dir}/tests/shared/shared_tests.js)

set(SIMPLEWEBSOCKET_PAGE_FILES
  ${PROJECT_SOURCE_DIR}/frontend/boot.js ${wasm_dir}/frontend/home.js ${wasm_dir}/frontend/home.wasm
  ${wasm_dir}/frontend/channel.js ${wasm_dir}/frontend/channel.wasm
  ${PROJECT_SOURCE_DIR}/frontend/client/client.mjs ${PROJECT_SOURCE_DIR}/frontend/client/client.d.mts
  ${wasm_dir}/frontend/client.wasm)
