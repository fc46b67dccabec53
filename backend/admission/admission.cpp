#include "backend/admission/admission.hpp"

#include <algorithm>
#include <utility>

namespace sws {
namespace {

// The key under which an address is counted. It is never 0.
std::uint64_t key_of(const IpAddress& address) {
  const IpAddress plain = unmapped(address);
  if (plain.is_v4()) return std::uint64_t{1} << 32 | plain.to_v4().to_uint();  // no /64 in use begins with 31 zeros
  std::uint64_t prefix = 0;
  const auto bytes = plain.to_v6().to_bytes();
  for (std::size_t i = 0; i < 8; ++i) prefix = prefix << 8 | bytes[i];
  return std::max<std::uint64_t>(prefix, 1);
}

bool is_limited(const AdmissionLimits::OfAddress& limits) {
  return limits.connections != 0 || limits.connects_per_second != 0;
}

constexpr std::chrono::seconds kMemory{1};  // a bucket has all its tokens again after this time

// A connection with `further` work takes so many tokens, and never more than there can be.
std::uint32_t tokens_of(std::uint32_t further, std::uint32_t rate) {
  return std::min(1 + further, rate);
}

}  // namespace

Admission::Slot::Slot(Slot&& other) noexcept
    : admission_(std::exchange(other.admission_, nullptr)), key_(other.key_) {}

Admission::Slot& Admission::Slot::operator=(Slot&& other) noexcept {
  if (this != &other) {
    release();
    admission_ = std::exchange(other.admission_, nullptr);
    key_ = other.key_;
  }
  return *this;
}

void Admission::Slot::release() {
  if (!admission_) return;
  const std::lock_guard lock(admission_->mutex_);
  --admission_->connections_;
  if (key_ == 0) return;
  const auto usage = admission_->addresses_.find(key_);
  if (usage != admission_->addresses_.end() && usage->second.connections > 0) --usage->second.connections;
}

void Admission::set_limits(const AdmissionLimits& limits) {
  const std::lock_guard lock(mutex_);
  limits_ = limits;
}

std::uint32_t Admission::connections_limit() const {
  const std::lock_guard lock(mutex_);
  return limits_.connections;
}

boost::system::result<Admission::Slot, NotAdmitted> Admission::admit() {
  const std::lock_guard lock(mutex_);
  if (!take_total()) return NotAdmitted::too_many;
  Slot slot;
  slot.admission_ = this;
  return slot;
}

boost::system::result<Admission::Slot, NotAdmitted> Admission::admit(const IpAddress& address, Time now) {
  const std::lock_guard lock(mutex_);
  const AdmissionLimits::OfAddress limits = limits_of(address);
  const std::uint64_t key = is_limited(limits) ? key_of(address) : 0;
  if (key != 0) {
    // This comes before the total, so that an address beyond its own limit does not hear that the server is full.
    if (const auto counted = count(key, limits, now); !counted) return counted.error();
  }
  if (!take_total()) {
    if (key != 0) --addresses_.at(key).connections;
    return NotAdmitted::too_many;
  }
  Slot slot;
  slot.admission_ = this;
  slot.key_ = key;
  return slot;
}

boost::system::result<void, NotAdmitted> Admission::assign(Slot& slot, const IpAddress& address, Time now,
                                                           std::uint32_t further) {
  const std::lock_guard lock(mutex_);
  const AdmissionLimits::OfAddress limits = limits_of(address);
  if (slot.key_ != 0 || !is_limited(limits)) return {};
  const std::uint64_t key = key_of(address);
  if (const auto counted = count(key, limits, now, further); !counted) return counted.error();
  slot.key_ = key;
  return {};
}

boost::system::result<void, NotAdmitted> Admission::count_further(const IpAddress& address, std::uint32_t further,
                                                                  Time now) {
  const std::lock_guard lock(mutex_);
  const std::uint32_t rate = limits_of(address).connects_per_second;
  if (rate == 0 || further == 0) return {};
  AddressUsage& usage = addresses_[key_of(address)];
  usage.seen_at = now;
  if (!usage.bucket.take(rate, now, tokens_of(further, rate) - 1)) return NotAdmitted::too_fast_from_address;
  return {};
}

bool Admission::has_rate_for(const IpAddress& address, std::uint32_t further, Time now) {
  const std::lock_guard lock(mutex_);
  const std::uint32_t rate = limits_of(address).connects_per_second;
  const auto usage = addresses_.find(key_of(address));
  return rate == 0 || usage == addresses_.end() || usage->second.bucket.has(rate, now, tokens_of(further, rate));
}

boost::system::result<void, NotAdmitted> Admission::would_admit(const IpAddress& address, Time now,
                                                                std::uint32_t further) {
  const std::lock_guard lock(mutex_);
  const auto counted = would_count(address, now, further);
  if (counted && is_full()) return NotAdmitted::too_many;
  return counted;
}

boost::system::result<void, NotAdmitted> Admission::would_assign(const IpAddress& address, Time now,
                                                                 std::uint32_t further) {
  const std::lock_guard lock(mutex_);
  return would_count(address, now, further);
}

boost::system::result<void, NotAdmitted> Admission::would_count(const IpAddress& address, Time now,
                                                                std::uint32_t further) const {
  const AdmissionLimits::OfAddress limits = limits_of(address);
  if (!is_limited(limits)) return {};
  const auto usage = addresses_.find(key_of(address));
  if (usage == addresses_.end()) return {};
  if (limits.connections != 0 && usage->second.connections >= limits.connections) {
    return NotAdmitted::too_many_from_address;
  }
  if (limits.connects_per_second != 0 &&
      !usage->second.bucket.has(limits.connects_per_second, now, tokens_of(further, limits.connects_per_second))) {
    return NotAdmitted::too_fast_from_address;
  }
  return {};
}

AdmissionLimits::OfAddress Admission::limits_of(const IpAddress& address) const {
  return unmapped(address).is_loopback() ? limits_.loopback : limits_.remote;
}

bool Admission::take_total() {
  if (is_full()) return false;
  ++connections_;
  return true;
}

boost::system::result<void, NotAdmitted> Admission::count(std::uint64_t key,
                                                          const AdmissionLimits::OfAddress& limits, Time now,
                                                          std::uint32_t further) {
  if (addresses_.size() >= forget_at_) forget_idle(now);
  AddressUsage& usage = addresses_[key];
  usage.seen_at = now;
  // The rate comes first, so that it holds for an address too that has all its places and still connects.
  if (limits.connects_per_second != 0 &&
      !usage.bucket.take(limits.connects_per_second, now, tokens_of(further, limits.connects_per_second))) {
    return NotAdmitted::too_fast_from_address;
  }
  if (limits.connections != 0 && usage.connections >= limits.connections) {
    return NotAdmitted::too_many_from_address;
  }
  ++usage.connections;
  return {};
}

void Admission::forget_idle(Time now) {
  std::erase_if(addresses_, [now](const auto& entry) {
    return entry.second.connections == 0 && now - entry.second.seen_at > kMemory;
  });
  forget_at_ = std::max<std::size_t>(1024, 2 * addresses_.size());
}

}  // namespace sws
