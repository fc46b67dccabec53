#include "backend/http/refusal.hpp"

namespace sws {

Refusal refusal_of(NotAdmitted why) {
  using boost::beast::http::status;
  switch (why) {
    case NotAdmitted::too_many_from_address:
      return {status::too_many_requests, Reason::too_many_connections_of_address,
              "your address has as many connections as one may have"};
    case NotAdmitted::too_fast_from_address:
      return {status::too_many_requests, Reason::too_many_connects_of_address,
              "your address connects more often than one may"};
    case NotAdmitted::too_many:
      break;
  }
  return {status::service_unavailable, Reason::too_many_connections,
          "the server has as many connections as it can hold"};
}

}  // namespace sws
