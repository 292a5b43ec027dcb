package dev.rollcall.cli.output;

import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.cli.send.SecretPlace;
import dev.rollcall.files.ReplacedFile;
import dev.rollcall.history.store.Layout;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The files that a command reads, and a history's own: what it writes must replace none of them.
 */
public final class UsedFiles {
  private final CommandSpec spec;
  private final List<Used> used = new ArrayList<>();

  /** One file, or a history's folder, and what names it. */
  private record Used(String name, Path path) {}

  private UsedFiles(CommandSpec spec) {
    this.spec = spec;
  }

  /**
   * Those that the command line names: every path on it, and every file with a key or a secret.
   *
   * @param outputs the options and parameters whose files the command writes
   */
  public static UsedFiles of(CommandSpec spec, String... outputs) {
    UsedFiles files = new UsedFiles(spec);
    for (ArgSpec arg : spec.commandLine().getParseResult().matchedArgs()) {
      String name = arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
      if (!name.equals("--report") && !List.of(outputs).contains(name)) {
        arg.typedValues().stream()
            .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.of(value))
            .forEach(value -> files.addValue(name, value, arg));
      }
    }
    return files;
  }

  private void addValue(String name, Object value, ArgSpec arg) {
    if (value instanceof Path path) {
      used.add(new Used(name, path));
    } else if (value instanceof SharedKey) {
      // The value has the file's content, and not its name.
      arg.originalStringValues().forEach(file -> used.add(new Used(name, Path.of(file))));
    } else {
      arg.originalStringValues().stream()
          .map(text -> text.startsWith("file:") ? text : text.substring(text.indexOf('=') + 1))
          .flatMap(text -> SecretPlace.of(text).stream())
          .filter(SecretReference.File.class::isInstance)
          .forEach(place -> used.add(new Used(name, ((SecretReference.File) place).path())));
    }
  }

  /** Also those that the site file names: certificates and passwords. */
  public UsedFiles and(Optional<Site> site) {
    site.ifPresent(one -> one.files().forEach(file -> used.add(new Used(file.key(), file.path()))));
    return this;
  }

  /**
   * Refuses reports that would replace one of them.
   *
   * @throws ParameterException with the remedy
   */
  public UsedFiles keepFrom(List<ReportOutputs.Sink> reports) {
    for (ReportOutputs.Sink report : reports) {
      if (!report.standardOutput()) {
        keepFrom(report.file());
      }
    }
    return this;
  }

  /** As {@link #keepFrom(List)}, for one file that is written. */
  public void keepFrom(String file) {
    try {
      Optional<Path> written = ReplacedFile.of(Path.of(file));
      if (written.isPresent()) {
        used.stream()
            .filter(one -> replaces(written.get()).test(one))
            .findFirst()
            .ifPresent(
                one -> {
                  throw new ParameterException(
                      spec.commandLine(), Printable.line(sentence(file, one)));
                });
      }
    } catch (IOException | InvalidPathException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Refuses a history that would replace one of them.
   *
   * @throws ParameterException with the remedy
   */
  public void keepFromHistory(Optional<Path> history) {
    history
        .filter(Files::isDirectory)
        .flatMap(folder -> used.stream().filter(one -> isHistorys(one, folder)).findFirst())
        .ifPresent(
            one -> {
              throw new ParameterException(
                  spec.commandLine(),
                  Printable.line(
                      one.path()
                          + " is read by this command ("
                          + one.name()
                          + "), and has a name that the history uses for files of its own: move it"
                          + " to another folder"));
            });
  }

  private static boolean isHistorys(Used one, Path history) {
    try {
      Optional<Path> file = ReplacedFile.of(one.path());
      return !Files.isDirectory(one.path())
          && file.isPresent()
          && Layout.owns(history.toRealPath(), file.get());
    } catch (IOException unreadable) {
      // The command says so itself.
      return false;
    }
  }

  private static String sentence(String file, Used one) {
    return file
        + " is "
        + (Files.isDirectory(one.path())
            ? "the history's own (" + one.name() + " " + one.path() + ")"
            : "read by this command (" + one.name() + ")")
        + ", and would be replaced: write to another file";
  }

  private static Predicate<Used> replaces(Path written) {
    return one -> {
      try {
        return Files.isDirectory(one.path())
            ? Layout.owns(one.path().toRealPath(), written)
            : ReplacedFile.of(one.path()).filter(written::equals).isPresent();
      } catch (IOException unreadable) {
        // The command says so itself, when it reads that file.
        return false;
      }
    };
  }
}
