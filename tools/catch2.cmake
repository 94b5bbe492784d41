# Catch2 v3: an installed one, else the pinned release, from the tarball that tools/get-catch2.sh has
# put into .toolchain/ or from upstream.
include(FetchContent)

set(CATCH2_TARBALL ${PROJECT_SOURCE_DIR}/.toolchain/catch2-3.7.1.tar.gz)
if(NOT EXISTS ${CATCH2_TARBALL})
  if(NOT "$ENV{NO_INSTALL}" STREQUAL "")
    find_package(Catch2 3.4 QUIET)
    if(NOT Catch2_FOUND)
      message(FATAL_ERROR "NO_INSTALL is set, and Catch2 would have to be downloaded: install Catch2 3.4 "
        "or newer, or run tools/get-catch2.sh ${CATCH2_TARBALL}.")
    endif()
  endif()
  set(CATCH2_TARBALL https://github.com/catchorg/Catch2/archive/refs/tags/v3.7.1.tar.gz)
endif()
FetchContent_Declare(Catch2
  URL ${CATCH2_TARBALL}
  URL_HASH SHA256=c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c
  DOWNLOAD_EXTRACT_TIMESTAMP OFF
  FIND_PACKAGE_ARGS 3.4)
FetchContent_MakeAvailable(Catch2)

if(catch2_SOURCE_DIR)
  # Its hundred files as two, unoptimised: 6 s instead of a minute on two cores.
  set_target_properties(Catch2 PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 60)
  target_compile_options(Catch2 PRIVATE -O0)
  list(APPEND CMAKE_MODULE_PATH ${catch2_SOURCE_DIR}/extras)  # for include(Catch)
endif()
