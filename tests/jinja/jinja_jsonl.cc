// The batch interface of `sailmaker jinja --jsonl` alone: a request a line in, an answer a line out.

#include <iostream>
#include <string>

#include "cli/jinja_protocol.h"

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << sailmaker::cli::answer_jinja_request(line) << std::endl;
  }
  return 0;
}
