# Turns the files of a new lesson into a header: cmake -DIN=folder -DOUT=header.h -P Skeleton.cmake
set(text "// Made from tools/caplab/skeleton.\n#pragma once\n\nnamespace caplab {\n\n")
foreach(file lesson.json en.md instructor.md)
  string(REPLACE "." "_" name "${file}")
  file(READ "${IN}/${file}" content)
  string(APPEND text "inline constexpr char kSkeleton_${name}[] = R\"skeleton(${content})skeleton\";\n")
endforeach()
string(APPEND text "\n}  // namespace caplab\n")
file(WRITE "${OUT}" "${text}")
