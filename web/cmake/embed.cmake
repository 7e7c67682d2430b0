# Turns files into one C++ header of string constants: cmake -DOUT=header.h "-DFILES=a;b" -P embed.cmake
set(text "// Made from the files that each constant is named after.\n#pragma once\n\nnamespace caplab::web {\n\n")
foreach(file ${FILES})
  get_filename_component(name "${file}" NAME)
  string(REPLACE "." "_" name "${name}")
  file(READ "${file}" content)
  # Comments and indentation are for readers of the source.
  string(REGEX REPLACE "//[^\n]*" "" content "${content}")
  string(REGEX REPLACE "\n[ \n]+" "\n" content "${content}")
  string(APPEND text "inline constexpr char k_${name}[] = R\"text(${content})text\";\n")
endforeach()
string(APPEND text "\n}  // namespace caplab::web\n")
file(WRITE "${OUT}" "${text}")
