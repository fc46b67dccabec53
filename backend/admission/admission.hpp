// How many connections there may be: in all, from one address, and how many new ones from one address in a second.
// Shared by all workers, safe from any thread. An address is an IPv4 address or the /64 of an IPv6 one, which is
// what one household or one attacker has.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "backend/admission/address_block.hpp"
#include "backend/admission/token_bucket.hpp"

namespace sws {

// 0: no limit.
struct AdmissionLimits {
  struct OfAddress {
    std::uint32_t connections = 0;          // at once
    std::uint32_t connects_per_second = 0;  // and as many at once after a second of rest
  };
  std::uint32_t connections = 0;  // in all
  OfAddress remote{1'000, 100};   // a large office behind one address
  OfAddress loopback;             // this machine's own proxies and measurements
};

enum class NotAdmitted { too_many, too_many_from_address, too_fast_from_address };

class Admission {
 public:
  using Time = TokenBucket::Time;

  explicit Admission(const AdmissionLimits& limits) : limits_(limits) {}
  Admission(const Admission&) = delete;

  // Who is in stays in, also above a new limit.
  void set_limits(const AdmissionLimits& limits);

  // One connection of one address, counted until it is destroyed. Empty when moved from.
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
    std::uint64_t key_ = 0;  // of its address; 0: counted in all only
  };

  // A connection without regard to its address: a proxy's, which stands for many.
  boost::system::result<Slot, NotAdmitted> admit();

  // A connection of `address`.
  boost::system::result<Slot, NotAdmitted> admit(const IpAddress& address, Time now);

  // Counts a slot made without regard to its address as one of `address` from now on. Leaves it as it is if that is
  // not admitted.
  boost::system::result<void, NotAdmitted> assign(Slot& slot, const IpAddress& address, Time now);

 private:
  struct Client {
    std::uint32_t connections = 0;
    TokenBucket bucket;
    Time seen_at;
  };

  AdmissionLimits::OfAddress limits_of(const IpAddress& address) const;
  bool take_total();
  boost::system::result<void, NotAdmitted> count(std::uint64_t key, const AdmissionLimits::OfAddress& limits,
                                                 Time now);
  void forget_idle(Time now);

  std::mutex mutex_;
  AdmissionLimits limits_;
  std::uint32_t connections_ = 0;
  std::unordered_map<std::uint64_t, Client> clients_;  // by key: with a connection, or seen within a second
  std::size_t forget_at_ = 1024;                       // entries: then look for those that need no memory
};

}  // namespace sws
