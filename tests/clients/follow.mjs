// Follows a channel and prints each number: node --experimental-websocket follow.mjs ws://localhost:8000/ws/temperature/
// In a page, the function works as it stands.
export function follow(address, onNumber, onOther) {
  let log, next, isOver;
  const connect = (attempt) => {
    const socket = new WebSocket(`${address}?protocol=1`);
    const say = (message) => socket.send(JSON.stringify(message));
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      attempt = 0;
      if (message.type === "hello") say(log ? { type: "resume", log, next } : { type: "start", last: 600 });
      else if (message.type === "started") ({ log, next } = message); // of another log after a restart
      else if (message.type === "number") onNumber(message.message, message.at_ms, next++);
      else if (message.type === "numbers") message.messages.forEach((n, i) => onNumber(n, message.at_ms[i], next++));
      else if (message.type === "gap") next = message.to;
      isOver = message.type === "end" || message.type === "error";
      if (message.type === "gap" || isOver) onOther(message);
    };
    socket.onclose = () => isOver || setTimeout(connect, 500 + Math.random() * 500 * 2 ** attempt, Math.min(attempt + 1, 5));
  };
  connect(0);
}

follow(process.argv[2], (number) => console.log(number), (message) => console.log(message.type));
