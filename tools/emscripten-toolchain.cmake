# Includes the toolchain file of the Emscripten in use: the emcc on PATH when it is new
# enough, else the one that tools/get-emscripten.sh has put into .toolchain/emscripten.
#
# The result is kept in the environment: CMake reads this file again for each of its compiler checks.
if(NOT DEFINED ENV{EVENTSOURCE_EMSCRIPTEN_TOOLCHAIN})
  set(minimum 3.1.60)
  find_program(EVENTSOURCE_EMCC emcc NO_CACHE)
  if(EVENTSOURCE_EMCC)
    execute_process(COMMAND ${EVENTSOURCE_EMCC} --version OUTPUT_VARIABLE version ERROR_QUIET)
    string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" version "${version}")
  endif()
  if(version VERSION_GREATER_EQUAL minimum)
    # em-config knows the root even where emcc is a wrapper script in another folder.
    execute_process(COMMAND em-config EMSCRIPTEN_ROOT OUTPUT_VARIABLE root
      OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  else()
    set(root ${CMAKE_CURRENT_LIST_DIR}/../.toolchain/emscripten/upstream/emscripten)
  endif()
  set(toolchain ${root}/cmake/Modules/Platform/Emscripten.cmake)
  if(NOT EXISTS ${toolchain})
    message(FATAL_ERROR "There is no Emscripten >= ${minimum}: install emsdk and put emcc on PATH, "
      "or run tools/get-emscripten.sh .toolchain/emscripten")
  endif()
  set(ENV{EVENTSOURCE_EMSCRIPTEN_TOOLCHAIN} ${toolchain})
endif()
include($ENV{EVENTSOURCE_EMSCRIPTEN_TOOLCHAIN})
