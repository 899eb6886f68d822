import { forgetSandbox, runningSandbox } from "./running";

/** `npm stop`: ends the emulator that `npm start` left running, with all that was deployed to it. */
async function main(): Promise<void> {
  const running = await runningSandbox();
  if (running === undefined) return console.log("no sandbox is running");
  process.kill(running.pid);
  forgetSandbox();
  console.log("the sandbox is gone");
}

void main();
