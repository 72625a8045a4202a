# What every folder's CMakeLists.txt is written with. Sources are listed by name; tests/house/listed.py finds forgotten ones.

# sailmaker_options(<target>)
#   The one place for warnings and sanitizers. Called by the functions below, so folders never call it.
function(sailmaker_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Werror)
  # g++ 12 sees overlapping copies in every text + text (GCC bug 105651).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-restrict)
  endif()
  target_compile_options(${target} PRIVATE -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  if(SAILMAKER_SANITIZE)
    set(flags -fsanitize=${SAILMAKER_SANITIZE} -fno-omit-frame-pointer)
    target_compile_options(${target} PRIVATE ${flags} -fno-sanitize-recover=all)
    # fuzzer-no-link instruments the code but links nothing: a fuzz target brings libFuzzer itself.
    string(REPLACE "fuzzer-no-link," "" linked "${SAILMAKER_SANITIZE}")
    target_link_options(${target} PUBLIC -fsanitize=${linked})
  endif()
endfunction()

# sailmaker_library(<folder> SOURCES <file>... [LINKS <target>...])
#   The static library sailmaker_<folder>. LINKS repeats the picture of src/README.md: only folders of lower rows.
function(sailmaker_library folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  add_library(sailmaker_${folder} STATIC ${arg_SOURCES})
  target_link_libraries(sailmaker_${folder} PUBLIC ${arg_LINKS})
  sailmaker_options(sailmaker_${folder})
endfunction()

# sailmaker_program(<name> SOURCES <file>... [LINKS <target>...])
#   A program at <build folder>/<name>. SAILMAKER_VERSION is defined for its sources.
function(sailmaker_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINKS})
  target_compile_definitions(${name} PRIVATE SAILMAKER_VERSION="${PROJECT_VERSION}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  sailmaker_options(${name})
endfunction()

# sailmaker_test(<folder> SOURCES <file>... [LINKS <target>...])
#   The GoogleTest binary <folder>_test, which ctest runs test by test, each in a process of its own. The tests run in
#   their source folder (so a golden file is "golden/x.txt"), and SAILMAKER_SOURCE_DIR is defined for other files.
#   No test may run longer than ten minutes.
function(sailmaker_test folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  add_executable(${folder}_test ${arg_SOURCES})
  target_link_libraries(${folder}_test PRIVATE ${arg_LINKS} GTest::gtest GTest::gtest_main)
  target_compile_definitions(${folder}_test PRIVATE SAILMAKER_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_include_directories(${folder}_test PRIVATE ${PROJECT_SOURCE_DIR})
  sailmaker_options(${folder}_test)
  include(GoogleTest)
  gtest_discover_tests(${folder}_test
    TEST_PREFIX ${folder}:
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    DISCOVERY_MODE PRE_TEST
    DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS ${folder} TIMEOUT 600)
endfunction()

# sailmaker_python_test(<name> SCRIPT <file> [LABELS <label>...] [ARGS <argument>...] [ALSO_SANITIZED])
#   One ctest entry that runs a script with Debian's own interpreter (its python3-* packages belong to no other). The
#   script finds the program's path in $SAILMAKER and the tree in $SAILMAKER_SOURCE_DIR. Label: python, or as given.
#   ALSO_SANITIZED runs it with the asan and tsan builds too: for tests that drive the program hard, and quickly.
function(sailmaker_python_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "ALSO_SANITIZED" "SCRIPT" "LABELS;ARGS")
  if(SAILMAKER_SANITIZE AND NOT arg_ALSO_SANITIZED)
    return()
  endif()
  if(NOT arg_LABELS)
    set(arg_LABELS python)
  endif()
  add_test(NAME ${name}
    COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/${arg_SCRIPT} ${arg_ARGS}
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES
    LABELS "${arg_LABELS}" TIMEOUT 900
    ENVIRONMENT "SAILMAKER=${PROJECT_BINARY_DIR}/sailmaker;SAILMAKER_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
endfunction()

# sailmaker_integration_test(<name> SCRIPT <file>)
#   A Python-driven test that needs the network or programs of others. ctest runs it only with -C integration, which
#   scripts/test_integration gives; each of its test methods counts there.
function(sailmaker_integration_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "SCRIPT" "")
  add_test(NAME ${name} CONFIGURATIONS integration
    COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/${arg_SCRIPT} -v
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES
    LABELS integration TIMEOUT 900
    ENVIRONMENT "SAILMAKER=${PROJECT_BINARY_DIR}/sailmaker;SAILMAKER_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
endfunction()

# sailmaker_bench(<name> SOURCES <file>... [LINKS <target>...])
#   The Google Benchmark binary <name>_bench.
function(sailmaker_bench name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  add_executable(${name}_bench ${arg_SOURCES})
  target_link_libraries(${name}_bench PRIVATE ${arg_LINKS} benchmark::benchmark benchmark::benchmark_main)
  target_compile_definitions(${name}_bench PRIVATE SAILMAKER_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_include_directories(${name}_bench PRIVATE ${PROJECT_SOURCE_DIR})
  sailmaker_options(${name}_bench)
endfunction()

# sailmaker_fuzz(<name> SOURCES <file>... [LINKS <target>...])
#   The libFuzzer binary <name>_fuzz. Its seeds are in fuzz/corpus/<name>/, one input a file.
function(sailmaker_fuzz name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  add_executable(${name}_fuzz ${arg_SOURCES})
  target_link_libraries(${name}_fuzz PRIVATE ${arg_LINKS})
  sailmaker_options(${name}_fuzz)
  target_include_directories(${name}_fuzz PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_options(${name}_fuzz PRIVATE -fsanitize=fuzzer)
endfunction()
