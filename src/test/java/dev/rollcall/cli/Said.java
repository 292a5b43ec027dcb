package dev.rollcall.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** What a command said, and how it ended. */
record Said(int exit, String out, String err) {

  /** Runs a command in this process, its two streams caught. */
  static Said to(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams = streams(out, err);
    return said(Main.call(streams, args), out, err);
  }

  /** As {@link #to}, with a command more, named {@code crash}. */
  static Said crashing(Object crash) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams = streams(out, err);
    CommandLine line = Main.commandLine(streams);
    line.addSubcommand("crash", crash).setErr(line.getErr());
    return said(Main.run(line, streams, "crash"), out, err);
  }

  String everything() {
    return out + err;
  }

  private static Streams streams(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Streams(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static Said said(int exit, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Said(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
