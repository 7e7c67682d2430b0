// The command line's entry point.
#include <cstdio>

int main() {
  std::puts("caplab");
  return 0;
}
