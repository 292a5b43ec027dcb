package dev.rollcall.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Where a command writes.
 *
 * @param out what was asked for: a list, an explanation, a report
 * @param err progress and complaints
 */
record Streams(PrintStream out, PrintStream err) {
  /** The process's own. */
  static Streams standard() {
    return new Streams(System.out, System.err);
  }

  /** A writer in the stream's own encoding, whatever that is. */
  static PrintWriter writer(PrintStream stream) {
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
