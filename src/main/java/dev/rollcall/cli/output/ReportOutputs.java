package dev.rollcall.cli.output;

import dev.rollcall.files.AtomicFile;
import dev.rollcall.model.Run;
import dev.rollcall.report.Format;
import dev.rollcall.report.machine.NagiosReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Where the reports of a run go. */
public final class ReportOutputs {
  private static final String STANDARD_OUTPUT = "-";

  private ReportOutputs() {}

  /**
   * One {@code --report FORMAT=FILE}.
   *
   * @param file {@code -} for standard output
   */
  public record Sink(Format format, String file) {
    boolean standardOutput() {
      return file.equals(STANDARD_OUTPUT);
    }
  }

  /** Reads {@code FORMAT=FILE}. */
  public static final class Converter implements ITypeConverter<Sink> {
    @Override
    public Sink convert(String text) {
      int equals = text.indexOf('=');
      if (equals < 1 || equals == text.length() - 1) {
        throw new TypeConversionException(
            "'" + text + "' is not a report: write it as FORMAT=FILE, such as junit=report.xml");
      }
      try {
        return new Sink(Format.named(text.substring(0, equals)), text.substring(equals + 1));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Refuses reports that would overwrite each other, or that can be seen not to be writable:
   * nothing is sent then.
   *
   * @throws ParameterException if two go to one place, or one's folder is not there or not ours
   */
  public static void validate(List<Sink> sinks, CommandSpec spec) {
    Set<String> files = new HashSet<>();
    for (Sink sink : sinks) {
      if (!files.add(sink.file())) {
        throw new ParameterException(
            spec.commandLine(),
            sink.standardOutput()
                ? "only one --report can go to standard output; write the others to files"
                : "two reports go to " + sink.file() + "; give each a file of its own");
      }
      if (!sink.standardOutput()) {
        check(sink.file(), spec);
      }
    }
  }

  private static void check(String file, CommandSpec spec) {
    try {
      AtomicFile.check(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Where people read, so that a report on standard output stays by itself. */
  public static PrintStream forPeople(List<Sink> sinks, Streams streams) {
    return sinks.stream().anyMatch(Sink::standardOutput) ? streams.err() : streams.out();
  }

  /**
   * Whether a monitoring system reads standard output: nothing else may be said there, and the exit
   * code is its own.
   */
  public static boolean monitored(List<Sink> sinks) {
    return sinks.stream().anyMatch(s -> s.standardOutput() && s.format() == Format.NAGIOS);
  }

  /** Writes every report; one that cannot be made or written keeps none of the others from it. */
  public static Failures write(Run run, List<Sink> sinks, PrintStream out) {
    return write(format -> format.report().orElseThrow().render(run), sinks, out);
  }

  /** As {@link #write(Run, List, PrintStream)}, of whatever is rendered. */
  public static Failures write(Function<Format, byte[]> render, List<Sink> sinks, PrintStream out) {
    Failures failures = new Failures();
    // Standard output last: what a monitoring system reads there tells of the others.
    List<Sink> ordered = new ArrayList<>(sinks);
    ordered.sort(Comparator.comparing(Sink::standardOutput));
    for (Sink sink : ordered) {
      try {
        byte[] report = render.apply(sink.format());
        if (sink.standardOutput()) {
          out.write(
              failures.isEmpty() || sink.format() != Format.NAGIOS
                  ? report
                  : NagiosReport.unwritten(failures.sentences(), report));
          out.flush();
          if (out.checkError()) {
            throw new IOException("standard output is closed or full");
          }
        } else {
          AtomicFile.write(Path.of(sink.file()), report);
        }
      } catch (IOException | InvalidPathException e) {
        failures.add(
            "the " + sink.format().word() + " report could not be written: " + e.getMessage());
      } catch (RuntimeException | Error e) {
        failures.defect("writing the " + sink.format().word() + " report", e);
      }
    }
    return failures;
  }
}
