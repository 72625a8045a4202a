# Writes a C++ file that holds the text of FILES (relative to ROOT) in a table: cli/example_fleet.h declares it. What
# stands below examples/fleet loses that part of its name.
# Usage: cmake -DROOT=dir -DFILES="a;b/c" -DOUT=file.cc -P Embed.cmake
set(text "// Made from examples/fleet and charts by cmake/Embed.cmake.\n#include \"cli/example_fleet.h\"\n\n")
string(APPEND text "namespace sailmaker::cli {\n\nconst std::vector<ExampleFile>& example_fleet() {\n")
string(APPEND text "  static const std::vector<ExampleFile> files{\n")
foreach(file IN LISTS FILES)
  file(READ ${ROOT}/${file} content)
  string(REGEX REPLACE "^examples/fleet/" "" name ${file})
  string(APPEND text "      {\"${name}\", R\"sailmaker(${content})sailmaker\"},\n")
endforeach()
string(APPEND text "  };\n  return files;\n}\n\n}  // namespace sailmaker::cli\n")
file(WRITE ${OUT} "${text}")
