# Run by CPack when it has gathered the files and not yet packed them: gives all of them the time SOURCE_DATE_EPOCH, so that
# two builds of the same source are the same bytes.
if(NOT "$ENV{SOURCE_DATE_EPOCH}" STREQUAL "")
  execute_process(COMMAND find "${CPACK_TEMPORARY_INSTALL_DIRECTORY}" -exec touch -hd "@$ENV{SOURCE_DATE_EPOCH}" {} +
                  COMMAND_ERROR_IS_FATAL ANY)
endif()
