#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace sailmaker::cli {

class Arguments;

/// Results: to standard output. A reader that went away (`| head`) ends the program quietly.
void print(std::string_view text);

/// Talk: to standard error.
void say(std::string_view text);
void say_error(const Error& error);

/// What `--color` asks for, on standard output and on standard error.
struct Colors {
  Color out = Color::no;
  Color talk = Color::no;
};
Colors colors(const Arguments& arguments);

bool is_terminal(int descriptor);

/// "1 pipeline", "2 pipelines".
std::string counted(std::size_t count, std::string_view noun);

}  // namespace sailmaker::cli
