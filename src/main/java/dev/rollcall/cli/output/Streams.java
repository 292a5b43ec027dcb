package dev.rollcall.cli.output;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command writes, and the environment of its caller.
 *
 * @param out for results: a list, an explanation, a report
 * @param err for progress and errors
 * @param environment names folders of state and secrets; not the abilities of the terminal
 */
public record Streams(PrintStream out, PrintStream err, Map<String, String> environment) {
  /** What standard output is, on Linux. */
  private static final Path OUTPUT = Path.of("/proc/self/fd/1");

  /** With the environment of this process. */
  public Streams(PrintStream out, PrintStream err) {
    this(out, err, System.getenv());
  }

  /** The process's own. */
  public static Streams standard() {
    return new Streams(System.out, System.err);
  }

  /**
   * Whether standard output, which could not be written, is a pipe: then its reader is gone, since
   * a full pipe makes its writer wait. False where the system does not say.
   */
  public boolean readerLeft() {
    try {
      return out == System.out && Files.readSymbolicLink(OUTPUT).toString().startsWith("pipe:");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** A writer in the stream's own encoding. */
  public static PrintWriter writer(PrintStream stream) {
    Writer through =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int length) {
            stream.print(new String(text, offset, length));
          }

          @Override
          public void flush() {
            stream.flush();
          }

          @Override
          public void close() {
            stream.flush();
          }
        };
    return new PrintWriter(through, true);
  }
}
