#include "backend/admin/admin_site.hpp"

#include <prometheus/text_serializer.h>

#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "backend/admin/metrics_families.hpp"

namespace sws {
namespace {

constexpr const char* kMetricsType = "text/plain; version=0.0.4; charset=utf-8";  // Prometheus' text format
constexpr const char* kPlainType = "text/plain; charset=utf-8";

constexpr std::string_view kStyle = R"css(:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; }
th, td { padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; border-bottom: 1px solid #8884; }
td:nth-child(2), th:nth-child(2) { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.zero { opacity: 0.55; }
)css";

Representation answer(std::string body, std::string_view type, unsigned status = 200) {
  const auto owner = std::make_shared<const std::string>(std::move(body));
  Representation representation;
  representation.status = status;
  representation.body = *owner;
  representation.owner = owner;
  representation.content_type = type;
  return representation;
}

Representation if_workers_answer(std::string body) {
  Representation representation = answer(std::move(body), kPlainType);
  representation.needs_workers = true;
  return representation;
}

std::string number(double value) {
  std::ostringstream text;
  text.precision(15);
  text << value;
  return text.str();
}

// "refusals_total reason=not_found"
std::string title(const prometheus::MetricFamily& family, const prometheus::ClientMetric& metric) {
  constexpr std::string_view kPrefix = "simplewebsocket_";
  std::string text = family.name.starts_with(kPrefix) ? family.name.substr(kPrefix.size()) : family.name;
  for (const auto& label : metric.label) text.append(" ").append(label.name).append("=").append(label.value);
  return text;
}

// The smallest bucket bound that at least `share` of the samples do not exceed.
std::string quantile(const prometheus::ClientMetric::Histogram& histogram, double share) {
  if (histogram.sample_count == 0) return "–";
  for (const auto& bucket : histogram.bucket) {
    if (static_cast<double>(bucket.cumulative_count) < share * static_cast<double>(histogram.sample_count))
      continue;
    return "≤ " + number(bucket.upper_bound * 1000) + " ms";
  }
  return "–";
}

std::string row(const std::string& name, const std::string& value, const std::string& help) {
  return "<tr" + std::string(value == "0" ? " class=\"zero\"" : "") + "><td>" + name + "</td><td>" + value +
         "</td><td>" + help + "</td></tr>\n";
}

std::string page(const std::vector<prometheus::MetricFamily>& families) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta http-equiv=\"refresh\" content=\"2\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>SimpleWebsocket: live state</title>\n"
      "<link rel=\"icon\" href=\"/favicon.svg\">\n<link rel=\"stylesheet\" "
      "href=\"/admin/style.css\">\n<h1>SimpleWebsocket</h1>\n"
      "<p>This page reloads every two seconds. For machines: <a href=\"/metrics\">/metrics</a>, <a "
      "href=\"/healthz\">/healthz</a>, "
      "<a href=\"/readyz\">/readyz</a>.</p>\n"
      "<table>\n<thead><tr><th>Metric</th><th>Value</th><th>Meaning</th></tr></thead>\n<tbody>\n";
  for (const auto& family : families) {
    std::string meaning = family.help;  // only in the family's first row
    const auto add = [&](const std::string& name, const std::string& value) {
      html += row(name, value, std::exchange(meaning, ""));
    };
    for (const auto& metric : family.metric) {
      const std::string name = title(family, metric);
      if (family.type == prometheus::MetricType::Histogram) {
        add(name + " 50 %", quantile(metric.histogram, 0.5));
        add(name + " 99.9 %", quantile(metric.histogram, 0.999));
      } else {
        const bool counts = family.type == prometheus::MetricType::Counter;
        add(name, number(counts ? metric.counter.value : metric.gauge.value));
      }
    }
  }
  return html + "</tbody>\n</table>\n</html>\n";
}

}  // namespace

void AdminSite::set_facts(ServerFacts facts) {
  const std::lock_guard lock(mutex_);
  facts_ = std::move(facts);
}

std::vector<prometheus::MetricFamily> AdminSite::families() const {
  const std::vector<ChannelCounters> channels = channels_ ? channels_() : std::vector<ChannelCounters>();
  std::vector<WorkerView> workers;
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    workers.push_back({workers_[i], roll_call_ ? roll_call_->silence_of(i) : std::nullopt});
  }
  if (roll_call_) roll_call_->ask();
  const std::lock_guard lock(mutex_);
  return metric_families(workers, ready_, facts_, channels, clocks_apart() - clocks_apart_);
}

std::optional<Representation> AdminSite::find(std::string_view path, std::string_view accept_encoding) const {
  if (path == "/healthz") return if_workers_answer("alive\n");
  if (path == "/readyz") return ready_ ? if_workers_answer("ready\n") : answer("draining\n", kPlainType, 503);
  if (path == "/metrics") {
    return answer(prometheus::TextSerializer().Serialize(families()), kMetricsType);
  }
  if (path == "/favicon.svg") return StaticSite().find(path, accept_encoding);
  if (path == "/admin/style.css") return answer(std::string(kStyle), "text/css; charset=utf-8");
  if (path == "/admin/" || path == "/admin" || path == "/") {
    return answer(page(families()), "text/html; charset=utf-8");
  }
  return std::nullopt;
}

}  // namespace sws
