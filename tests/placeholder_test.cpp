// Shows that the test program runs; real tests stand beside it.
#include <catch2/catch_test_macros.hpp>

TEST_CASE("the test program runs") { CHECK(1 + 1 == 2); }
