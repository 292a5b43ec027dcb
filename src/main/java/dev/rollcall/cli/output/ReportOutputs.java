package dev.rollcall.cli.output;

import dev.rollcall.document.RunDocument;
import dev.rollcall.files.AtomicFile;
import dev.rollcall.files.FileReason;
import dev.rollcall.files.ReplacedFile;
import dev.rollcall.model.Past;
import dev.rollcall.model.Run;
import dev.rollcall.report.Format;
import dev.rollcall.report.machine.NagiosReport;
import dev.rollcall.report.machine.NagiosState;
import dev.rollcall.report.page.HtmlReport;
import dev.rollcall.report.request.form.RequestForm;
import dev.rollcall.report.text.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Where the reports of a run go. */
public final class ReportOutputs {
  private static final String STANDARD_OUTPUT = "-";

  /** Its other names, where a report must not be mixed with what is printed for people either. */
  private static final Set<String> STANDARD_OUTPUTS =
      Set.of(STANDARD_OUTPUT, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  private ReportOutputs() {}

  /**
   * One {@code --report FORMAT=FILE}.
   *
   * @param file {@code -} for standard output; its ending chooses the form of a change request
   * @param whole whether a change request lists every rule
   */
  public record Sink(Format format, String file, boolean whole) {
    /** One that lists what fails. */
    public Sink(Format format, String file) {
      this(format, file, false);
    }

    /** The same, listing every rule or not. */
    public Sink listing(boolean all) {
      return new Sink(format, file, all);
    }

    /** The renderer for one run. */
    public Report report() {
      return format == Format.CHANGE_REQUEST
          ? run -> RequestForm.of(file).render(List.of(run), whole)
          : format.report();
    }

    /**
     * What it consists of for one run: a document as a stream, as it is large, and another report
     * as a whole.
     *
     * @param past of a run with a history, which the page shows
     * @param render makes another report; may know it already
     */
    public AtomicFile.Content content(Run run, Optional<Past> past, Report render) {
      if (format == Format.JSON) {
        return out -> RunDocument.write(run, out);
      }
      return format == Format.HTML && past.isPresent()
          ? out -> out.write(HtmlReport.render(run, past.get()))
          : out -> out.write(render.render(run));
    }

    /** As {@link Format#several} does, in the form that the file's ending chooses. */
    public Optional<byte[]> several(List<Run> runs, boolean all) {
      return format == Format.CHANGE_REQUEST
          ? Optional.of(RequestForm.of(file).render(runs, all))
          : format.several(runs, all);
    }

    boolean standardOutput() {
      return STANDARD_OUTPUTS.contains(file);
    }

    boolean monitored() {
      return format == Format.NAGIOS && standardOutput();
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
        Sink sink = new Sink(Format.named(text.substring(0, equals)), text.substring(equals + 1));
        if (sink.format() == Format.CHANGE_REQUEST) {
          RequestForm.of(sink.file());
        }
        return sink;
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Refuses reports that would overwrite each other or a file that the command line names, or that
   * cannot be written, before anything is sent.
   *
   * @throws ParameterException if two have the same file, or it is an input, or a folder is missing
   *     or not writable
   */
  public static void validate(List<Sink> sinks, CommandSpec spec) {
    Set<Path> files = new HashSet<>();
    for (Sink sink : sinks) {
      if (!sink.standardOutput()) {
        check(sink.file(), files, spec);
      } else if (!files.add(Path.of(STANDARD_OUTPUT))) {
        throw new ParameterException(
            spec.commandLine(),
            "only one --report can go to standard output; write the others to files");
      }
    }
    UsedFiles.of(spec).keepFrom(sinks);
  }

  private static void check(String file, Set<Path> files, CommandSpec spec) {
    try {
      AtomicFile.check(Path.of(file));
      Optional<Path> place = ReplacedFile.of(Path.of(file));
      if (place.isPresent() && !files.add(place.get())) {
        throw new ParameterException(
            spec.commandLine(),
            "two reports would be written to " + file + "; give each a file of its own");
      }
    } catch (InvalidPathException e) {
      throw new ParameterException(
          spec.commandLine(), "--report: '" + file + "' " + FileReason.of(e), e);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** The stream for people: standard error if a report goes to standard output. */
  public static PrintStream forPeople(List<Sink> sinks, Streams streams) {
    return sinks.stream().anyMatch(Sink::standardOutput) ? streams.err() : streams.out();
  }

  /**
   * Whether a monitoring system reads standard output: then nothing else is written there, and the
   * exit code is Nagios's.
   */
  public static boolean monitored(List<Sink> sinks) {
    return sinks.stream().anyMatch(Sink::monitored);
  }

  /** The same for the value of one {@code --report}, which may be wrong. */
  public static boolean isMonitored(String value) {
    String begin = Format.NAGIOS.word() + "=";
    return value.startsWith(begin)
        && new Sink(Format.NAGIOS, value.substring(begin.length())).monitored();
  }

  /** The exit code of a command that shows a run: {@link #monitored} changes it. */
  public static int code(Failures failures, Run run, List<Sink> sinks) {
    return failures.isEmpty() && monitored(sinks) ? NagiosState.of(run).code() : failures.code();
  }

  /** Writes every report; a failure of one does not stop the others. */
  public static Failures write(Run run, List<Sink> sinks, PrintStream out) {
    return writeAll(sink -> sink.content(run, Optional.empty(), sink.report()), sinks, out);
  }

  /** As {@link #write(Run, List, PrintStream)}, with any renderer. */
  public static Failures write(Function<Sink, byte[]> render, List<Sink> sinks, PrintStream out) {
    return writeAll(
        sink -> {
          byte[] report = render.apply(sink);
          return to -> to.write(report);
        },
        sinks,
        out);
  }

  /** As {@link #write(Run, List, PrintStream)}, with any contents. */
  public static Failures writeAll(
      Function<Sink, AtomicFile.Content> contents, List<Sink> sinks, PrintStream out) {
    Failures failures = new Failures();
    // Standard output last: the report for a monitoring system includes failures of the others.
    List<Sink> ordered = new ArrayList<>(sinks);
    ordered.sort(Comparator.comparing(Sink::standardOutput));
    for (Sink sink : ordered) {
      try {
        AtomicFile.Content report = contents.apply(sink);
        if (sink.standardOutput()) {
          if (failures.isEmpty() || sink.format() != Format.NAGIOS) {
            report.to(out);
          } else {
            ByteArrayOutputStream status = new ByteArrayOutputStream();
            report.to(status);
            out.write(NagiosReport.unwritten(failures.sentences(), status.toByteArray()));
          }
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
