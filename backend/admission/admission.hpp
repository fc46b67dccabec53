// Limits how many connections there are: in all, from one address, and how many new ones an address opens in a
// second. The server owns one Admission that all its workers share; every function may be called from any thread.
// "One address" means one IPv4 address or one IPv6 /64, because a household or an attacker has a whole /64. It
// refuses nobody itself: the caller answers the refused peer (http/refusal.hpp).
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "backend/admission/address_block.hpp"
#include "backend/admission/token_bucket.hpp"

namespace sws {

// A limit of 0 means that there is no limit.
struct AdmissionLimits {
  struct OfAddress {
    std::uint32_t connections = 0;          // at once
    std::uint32_t connects_per_second = 0;  // after a second without any, as many may come at once
  };
  std::uint32_t connections = 0;  // in all
  OfAddress remote{1'000, 100};   // enough for a large office behind one address
  OfAddress loopback;             // proxies and measurements on this machine have no limit
};

enum class NotAdmitted { too_many, too_many_from_address, too_fast_from_address };

class Admission {
 public:
  using Time = TokenBucket::Time;

  explicit Admission(const AdmissionLimits& limits) : limits_(limits) {}
  Admission(const Admission&) = delete;

  // Holds for the connections to come. Existing connections stay, even if there are more than the new limit.
  void set_limits(const AdmissionLimits& limits);

  std::uint32_t connections_limit() const;  // in all; 0: there is none

  // The place of one admitted connection. It counts until the slot is destroyed; a moved-from or default slot
  // counts nowhere. The Admission must outlive its slots.
  class Slot {
   public:
    Slot() = default;
    Slot(Slot&& other) noexcept;
    Slot& operator=(Slot&& other) noexcept;
    ~Slot() { release(); }

   private:
    friend class Admission;
    void release();

    Admission* admission_ = nullptr;
    std::uint64_t key_ = 0;  // names the address that the slot counts for; 0 if it counts in the total only
  };

  // Admits a connection that counts in the total only: the connection of a proxy, which serves many clients.
  boost::system::result<Slot, NotAdmitted> admit();

  // Admits a connection that counts in the total and for `address`.
  boost::system::result<Slot, NotAdmitted> admit(const IpAddress& address, Time now);

  // From now on a slot that counted in the total only also counts for `address`, with `further` work as in
  // count_further(). If the address has reached its limit, nothing is counted, the slot stays as it is, and the
  // error says why. A slot that counts for an address already is left alone.
  boost::system::result<void, NotAdmitted> assign(Slot& slot, const IpAddress& address, Time now,
                                                  std::uint32_t further = 0);

  // Counts work for the `address` of an admitted connection as if it had opened `further` more connections, so that
  // the rate of new connections limits the work too. Nothing is counted if the error says that it comes too fast.
  // An address that has rested for a second is never refused, however low its limit is.
  boost::system::result<void, NotAdmitted> count_further(const IpAddress& address, std::uint32_t further, Time now);

  // Whether admit() would admit one more connection of `address` with `further` work, or assign() one if the
  // connection itself belongs to a proxy, and the error if not. Nothing is counted.
  boost::system::result<void, NotAdmitted> would_admit(const IpAddress& address, Time now,
                                                       std::uint32_t further = 0);
  boost::system::result<void, NotAdmitted> would_assign(const IpAddress& address, Time now,
                                                        std::uint32_t further = 0);

  // Whether the address's rate would allow one more connection with `further` work.
  bool has_rate_for(const IpAddress& address, std::uint32_t further, Time now);

 private:
  struct AddressUsage {
    std::uint32_t connections = 0;
    TokenBucket bucket;
    Time seen_at;
  };

  AdmissionLimits::OfAddress limits_of(const IpAddress& address) const;
  bool is_full() const { return limits_.connections != 0 && connections_ >= limits_.connections; }
  bool take_total();
  boost::system::result<void, NotAdmitted> would_count(const IpAddress& address, Time now,
                                                       std::uint32_t further) const;
  boost::system::result<void, NotAdmitted> count(std::uint64_t key, const AdmissionLimits::OfAddress& limits,
                                                 Time now, std::uint32_t further = 0);
  void forget_idle(Time now);

  mutable std::mutex mutex_;
  AdmissionLimits limits_;
  std::uint32_t connections_ = 0;
  std::unordered_map<std::uint64_t, AddressUsage> addresses_;  // by key
  std::size_t forget_at_ = 1024;  // how many entries there are when the next search for forgettable ones begins
};

}  // namespace sws
