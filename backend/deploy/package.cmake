# The Debian package, as CPack makes it.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME simplewebsocket)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "server that streams live, verifiable numbers to a web page")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "SimpleWebsocket streams numbers to browsers over WebSocket and Server-Sent
Events: random ones, which every browser verifies as they arrive, or your own,
read from standard input, pushed over HTTP, or from a NATS broker. A stream
outlives a lost connection and the restart of the server without missing a
number. The server brings its web page with it and serves metrics for
Prometheus.")
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "SimpleWebsocket maintainers <maintainers@simplewebsocket.example>")
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
# Takes the debug symbols out of the programs, into a package of their own.
set(CPACK_DEBIAN_DEBUGINFO_PACKAGE ON)
foreach(script IN ITEMS conffiles postinst prerm postrm)
  list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_SOURCE_DIR}/debian/${script})
endforeach()
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/same_times.cmake)
include(CPack)
