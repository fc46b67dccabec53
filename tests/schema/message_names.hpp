// The names of the messages' types, as shared/message.hpp and the schemas spell them. A type that has none here
// does not compile.
#pragma once

#include <string>

#include "shared/message.hpp"

namespace sws {

inline std::string name_of_type(const PlainNumber&) {
  return "PlainNumber";
}
inline std::string name_of_type(const Hello&) {
  return "Hello";
}
inline std::string name_of_type(const Started&) {
  return "Started";
}
inline std::string name_of_type(const Number&) {
  return "Number";
}
inline std::string name_of_type(const Numbers&) {
  return "Numbers";
}
inline std::string name_of_type(const End&) {
  return "End";
}
inline std::string name_of_type(const ErrorMessage&) {
  return "ErrorMessage";
}
inline std::string name_of_type(const UnknownMessage&) {
  return "UnknownMessage";
}
inline std::string name_of_type(const LogHello&) {
  return "LogHello";
}
inline std::string name_of_type(const LogStarted&) {
  return "LogStarted";
}
inline std::string name_of_type(const LogNumbers&) {
  return "LogNumbers";
}
inline std::string name_of_type(const Gap&) {
  return "Gap";
}
inline std::string name_of_type(const SourceState&) {
  return "SourceState";
}
inline std::string name_of_type(const SharedHello&) {
  return "SharedHello";
}
inline std::string name_of_type(const SharedStarted&) {
  return "SharedStarted";
}
inline std::string name_of_type(const Root&) {
  return "Root";
}
inline std::string name_of_type(const Start&) {
  return "Start";
}
inline std::string name_of_type(const Resume&) {
  return "Resume";
}
inline std::string name_of_type(const Stop&) {
  return "Stop";
}
inline std::string name_of_type(const LogStart&) {
  return "LogStart";
}
inline std::string name_of_type(const LogResume&) {
  return "LogResume";
}
inline std::string name_of_type(const SharedStart&) {
  return "SharedStart";
}
inline std::string name_of_type(const SharedResume&) {
  return "SharedResume";
}

}  // namespace sws
