// A viewer that reads what the live view sends, and draws nothing: node live-viewer.mjs PORT
const answer = await fetch(`http://127.0.0.1:${process.argv[2]}/live/events`);
for await (const chunk of answer.body) if (chunk.length === 0) break;
