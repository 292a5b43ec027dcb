package dev.rollcall.cli;

import dev.rollcall.cli.output.Streams;
import dev.rollcall.demo.DemoFaults;
import dev.rollcall.run.Protocols;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import picocli.CommandLine;

/**
 * Does what most runs do, so that Java stores the classes which they need: {@code
 * packaging/rollcall --make-cache} runs it. It lists the plan and runs the demonstration without
 * the faults that take seconds. Sends nothing out, prints nothing, and writes no file.
 */
public final class CacheTraining {
  private CacheTraining() {}

  /** Runs the commands, and always ends with 0: what fails costs only its part of the cache. */
  public static void main(String[] args) {
    train(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  /** Runs the commands; returns the highest exit code. */
  static int train(PrintStream out) {
    Streams streams = new Streams(out, out);
    int listed = Main.call(streams, Protocols.ALL, "list");
    DemoCommand demo =
        new DemoCommand(
            streams, Protocols.ALL, EnumSet.of(DemoFaults.WRONG_NAME, DemoFaults.EXPIRED));
    return Math.max(listed, Main.run(new CommandLine(demo), streams, "--report", "junit=-"));
  }
}
