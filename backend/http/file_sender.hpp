// Sends the content of a file over a connection, a part at a time: it reads a part when the peer has room for it,
// and keeps nothing of the file while it waits for the peer. The session owns it and uses it on its own thread; the
// file is read on the thread for blocking calls.
#pragma once

#include <boost/system/error_code.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "backend/http/web_root.hpp"
#include "backend/net/byte_stream.hpp"
#include "backend/process/blocking_calls.hpp"

namespace sws {

class FileSender {
 public:
  using Done = std::function<void(boost::system::error_code)>;

  // `stream` and `calls` must outlive it.
  FileSender(ByteStream& stream, BlockingCalls& calls, WebFile file)
      : stream_(stream), calls_(calls), file_(std::move(file)) {}
  ~FileSender() { calls_.drop(std::move(file_.descriptor)); }
  FileSender(const FileSender&) = delete;
  FileSender& operator=(const FileSender&) = delete;

  // For what it waits.
  enum class Wait { for_file, for_peer };

  // Sends as many bytes as the file had when it was opened. `on_wait` is called whenever it begins to wait for the
  // file system, and whenever that has answered or the peer has taken some bytes. `done` is called once, as the
  // last action, so that it may destroy this object; until then this object must exist. Its error is eof if the
  // file has become shorter or cannot be read.
  void start(std::function<void(Wait)> on_wait, Done done);

  // Ends a read that waits for the file system. Whoever closes the stream calls this too; `done` then comes soon.
  void cancel();

  const WebFile& file() const { return file_; }

 private:
  void wait();
  void on_writable();
  void read();
  void on_part(std::optional<std::string> part);
  void finish(boost::system::error_code error);

  ByteStream& stream_;
  BlockingCalls& calls_;
  WebFile file_;
  std::uint64_t sent_ = 0;  // bytes that the stream has taken
  std::shared_ptr<AwaitedCall<std::string>> reading_;
  std::function<void(Wait)> on_wait_;
  Done done_;
};

}  // namespace sws
