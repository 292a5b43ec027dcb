package dev.rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.cli.output.ReportOutputs;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.report.machine.NagiosReport;
import dev.rollcall.report.machine.NagiosState;
import dev.rollcall.run.Protocols;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * A call by a monitoring system ({@code --report nagios=-}), which sees only the exit code and
 * standard output: every error is UNKNOWN, with the reason in the first line.
 *
 * <p>Rollcall's own exit codes must not reach it: 2 would be CRITICAL for a mistake in the command
 * line. The arguments are examined before they are parsed, as the mistake may be in them.
 */
final class NagiosCall {
  private static final String OPTION = "--report";

  private final Streams streams;
  private final Protocols protocols;
  private final String[] args;
  private final Heard out;
  private final Heard err;

  NagiosCall(Streams streams, Protocols protocols, String... args) {
    this.streams = streams;
    this.protocols = protocols;
    this.args = args.clone();
    this.out = new Heard(streams.out(), true);
    // Some monitoring systems show both streams as one, so standard error stays empty without
    // --verbose.
    this.err = new Heard(streams.err(), Arrays.asList(args).contains("--verbose"));
  }

  /** Whether the arguments contain {@code --report nagios=-}, with any name of that output. */
  static boolean asked(String... args) {
    for (int i = 0; i < args.length; i++) {
      boolean joined = args[i].startsWith(OPTION + "=");
      boolean apart = i > 0 && args[i - 1].equals(OPTION);
      if ((joined && ReportOutputs.isMonitored(args[i].substring(OPTION.length() + 1)))
          || (apart && ReportOutputs.isMonitored(args[i]))) {
        return true;
      }
    }
    return false;
  }

  /** Executes; returns 0 to 3, and prints at least one line on standard output. */
  int call() {
    Streams heard =
        new Streams(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            streams.environment());
    int code = Main.run(Main.commandLine(heard, protocols, args), heard, args);
    if (out.silent()) {
      byte[] report = NagiosReport.unknown(err.lines());
      streams.out().write(report, 0, report.length);
      streams.out().flush();
      return NagiosState.UNKNOWN.code();
    }
    return code <= NagiosState.UNKNOWN.code() ? code : NagiosState.UNKNOWN.code();
  }

  /** Keeps the beginning of what is written. */
  private static final class Heard extends FilterOutputStream {
    private static final int KEPT = 8_192;

    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    private final boolean through;

    Heard(OutputStream out, boolean through) {
      super(out);
      this.through = through;
    }

    @Override
    public synchronized void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      beginning.write(bytes, offset, Math.min(length, KEPT - beginning.size()));
      if (through) {
        out.write(bytes, offset, length);
        if (out instanceof PrintStream stream && stream.checkError()) {
          throw new IOException("closed or full");
        }
      }
    }

    synchronized boolean silent() {
      return beginning.size() == 0;
    }

    synchronized List<String> lines() {
      return beginning.toString(UTF_8).lines().toList();
    }
  }
}
