// The commands of `caplab`, each in a file of its own. Each gets the words after its name and
// returns the exit code.
#pragma once
#include <span>
#include <string>

namespace caplab {

using Words = std::span<const std::string>;

int list_command(Words words);
int new_command(Words words);
int run_command(Words words);
int grade_command(Words words);
int compare_command(Words words);
int fingerprint_command(Words words);
int bench_command(Words words);
int systems_command(Words words);
int pbs_command(Words words);
int generate_command(Words words);

}  // namespace caplab
