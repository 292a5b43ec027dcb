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
 * packaging/rollcall --make-cache} runs it. Sends nothing out, prints nothing, and writes no file.
 */
public final class CacheTraining {
  /** What a cache is for. */
  enum Kind {
    /** All that probes: it lists the plan and runs the demonstration without its slow faults. */
    PROBING,
    /** Everything else: it lists the plan. */
    QUICK;

    static Kind named(String... args) {
      return args.length > 0 && args[0].equals("quick") ? QUICK : PROBING;
    }
  }

  private CacheTraining() {}

  /**
   * Runs the commands, and always ends with 0: what fails costs only its part of the cache.
   *
   * @param args {@code quick} or {@code probing}, as the launcher says it
   */
  public static void main(String[] args) throws ClassNotFoundException {
    // The jar's entry. Only its name is here, as it is compiled after this class.
    Class.forName("dev.rollcall.cli.Start");
    train(
        Kind.named(args),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  /** Runs the commands; returns the highest exit code. */
  static int train(Kind kind, PrintStream out) {
    Streams streams = new Streams(out, out);
    int listed = Main.call(streams, Protocols.ALL, "list");
    if (kind == Kind.QUICK) {
      return Math.max(listed, Main.call(streams, Protocols.ALL, "--version"));
    }
    DemoCommand demo =
        new DemoCommand(
            streams, Protocols.ALL, EnumSet.of(DemoFaults.WRONG_NAME, DemoFaults.EXPIRED));
    return Math.max(listed, Main.run(new CommandLine(demo), streams, "--report", "junit=-"));
  }
}
