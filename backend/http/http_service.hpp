// Everything that the HTTP sessions of one listener share. A worker owns one and uses it on its own thread only.
#pragma once

#include <memory>

#include "backend/admission/admission.hpp"
#include "backend/config/settings.hpp"
#include "backend/http/post_handler.hpp"
#include "backend/http/static_site.hpp"
#include "backend/http/upgrader.hpp"
#include "backend/http/web_root.hpp"
#include "backend/loop/roll_call.hpp"
#include "backend/process/blocking_calls.hpp"

namespace sws {

// The directory whose files are served instead of the site's, and the thread that reads them; both null if there is
// none.
struct WebFiles {
  std::shared_ptr<const WebRoot> root;
  BlockingCalls* calls = nullptr;
};

struct HttpService {
  const Site& site;
  std::shared_ptr<const Settings> settings;  // for new sessions; each session keeps the settings that it began with
  Admission& admission;
  Upgrader* upgrader = nullptr;  // null if this listener has no streams
  bool for_operators = false;    // pages of other sites, in an operator's browser, must not reach this listener
  WebFiles files = {};
  PostHandler* posts = nullptr;   // null if this listener takes no posts
  RollCall* roll_call = nullptr;  // of the workers; null if nothing that the site has needs them
};

}  // namespace sws
