package dev.rollcall.cli;

import dev.rollcall.model.Run;
import dev.rollcall.report.RunDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes any report from a stored run. */
@Command(
    name = "render",
    description = "Makes reports from a stored run; without --report, prints the console's.")
final class RenderCommand implements Callable<Integer> {
  private final Streams streams;

  RenderCommand(Streams streams) {
    this.streams = streams;
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN.json", description = "What check wrote with --report json=FILE.")
  private @Nullable Path file;

  @Mixin private ConsoleOptions console = new ConsoleOptions();

  @Option(
      names = "--report",
      paramLabel = "FORMAT=FILE",
      converter = Sinks.Converter.class,
      description = "json, junit or console; - is standard output (may be repeated).")
  private List<Sinks.Sink> reports = new ArrayList<>();

  @Override
  public Integer call() {
    Sinks.validate(reports, spec);
    Run run;
    try {
      run = RunDocument.read(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
    if (reports.isEmpty()) {
      console.print(run, streams.out());
      if (streams.out().checkError()) {
        streams.err().println("the report could not be written: standard output is closed or full");
        return ExitCode.UNWRITABLE;
      }
    }
    List<String> failures = Sinks.write(run, reports, streams.out());
    failures.forEach(streams.err()::println);
    return failures.isEmpty() ? ExitCode.READY : ExitCode.UNWRITABLE;
  }
}
