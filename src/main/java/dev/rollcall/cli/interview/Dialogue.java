package dev.rollcall.cli.interview;

import dev.rollcall.cli.output.Terminal;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for a line. */
public interface Dialogue {
  /**
   * The answer without the blanks around it; empty if there are no more.
   *
   * @param repeated whether what comes from a file or a pipe may be printed
   */
  Optional<String> line(String prompt, boolean repeated);

  /**
   * An answer that is not shown while it is typed.
   *
   * @return empty if there are no more, or if typing cannot be hidden; the caller overwrites it
   */
  Optional<char[]> hidden(String prompt);

  /** The one of this process: its terminal, else standard input. */
  static Dialogue standard(PrintStream out) {
    Optional<Console> console = Terminal.console();
    return console.isPresent()
        ? new OnTerminal(console.get())
        : new Piped(
            out, new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
  }

  /** A terminal. */
  final class OnTerminal implements Dialogue {
    private final Console console;

    OnTerminal(Console console) {
      this.console = console;
    }

    @Override
    public Optional<String> line(String prompt, boolean repeated) {
      return stripped(console.readLine("%s", prompt));
    }

    @Override
    public Optional<char[]> hidden(String prompt) {
      return Optional.ofNullable(console.readPassword("%s", prompt));
    }
  }

  /** Lines of a file or a pipe. */
  final class Piped implements Dialogue {
    private final PrintStream out;
    private final BufferedReader in;

    Piped(PrintStream out, BufferedReader in) {
      this.out = out;
      this.in = in;
    }

    @Override
    public Optional<String> line(String prompt, boolean repeated) {
      out.print(prompt);
      out.flush();
      try {
        Optional<String> line = stripped(in.readLine());
        out.println(repeated ? line.orElse("") : "");
        return line;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<char[]> hidden(String prompt) {
      return Optional.empty();
    }
  }

  private static Optional<String> stripped(@Nullable String line) {
    return Optional.ofNullable(line).map(String::strip);
  }
}
