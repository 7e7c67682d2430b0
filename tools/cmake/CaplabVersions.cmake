# Reads the simple lines NAME=VALUE of tools/versions into CMake variables CAPLAB_NAME.
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/../versions" version_lines REGEX "^[A-Z0-9_]+=[^\"]+$")
foreach(line IN LISTS version_lines)
  string(REGEX MATCH "^([A-Z0-9_]+)=(.*)$" matched "${line}")
  set("CAPLAB_${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}")
endforeach()
