// Builds metric families of Prometheus one after the other, with our prefix. One thread.
#pragma once

#include <prometheus/metric_family.h>

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "backend/connection/metrics.hpp"

namespace sws {

using Labels = std::vector<prometheus::ClientMetric::Label>;

// The histogram of all observations together, in seconds.
prometheus::ClientMetric::Histogram sum_of(std::span<const LatenessHistogram* const> histograms);

class Families {
 public:
  void add(prometheus::MetricType type, const std::string& name, const std::string& help) {
    families_.push_back({"simplewebsocket_" + name, help, type, {}});
  }
  // Adds to the last family.
  void value(double value, Labels labels = {}) {
    prometheus::ClientMetric metric;
    metric.label = std::move(labels);
    (families_.back().type == prometheus::MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
    families_.back().metric.push_back(std::move(metric));
  }
  void histogram(prometheus::ClientMetric::Histogram histogram, Labels labels = {}) {
    prometheus::ClientMetric metric;
    metric.label = std::move(labels);
    metric.histogram = std::move(histogram);
    families_.back().metric.push_back(std::move(metric));
  }
  void gauge(const std::string& name, const std::string& help, double now, Labels labels = {}) {
    add(prometheus::MetricType::Gauge, name, help);
    value(now, std::move(labels));
  }
  void counter(const std::string& name, const std::string& help, double total) {
    add(prometheus::MetricType::Counter, name, help);
    value(total);
  }
  // A standard metric of processes, which has the prefix process_ instead of ours.
  void process(prometheus::MetricType type, const std::string& name, const std::string& help, double now) {
    families_.push_back({"process_" + name, help, type, {}});
    value(now);
  }

  std::vector<prometheus::MetricFamily> take() { return std::move(families_); }

 private:
  std::vector<prometheus::MetricFamily> families_;
};

}  // namespace sws
