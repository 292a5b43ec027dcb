package dev.rollcall.cli.output;

import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.site.SiteValue;
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
          .forEach(reference -> addSecret(name, reference));
    }
  }

  private void addSecret(String name, SecretReference reference) {
    if (reference instanceof SecretReference.File file) {
      used.add(new Used(name, file.path()));
    }
  }

  /** Also those that the site file names: certificates and passwords. */
  public UsedFiles and(Optional<Site> site) {
    site.ifPresent(
        one -> {
          one.trust().internal().forEach(file -> used.add(new Used("trust.internal", file)));
          one.trust().publik().forEach(file -> used.add(new Used("trust.public", file)));
          one.trust().inspection().forEach(file -> used.add(new Used("trust.inspection", file)));
          Stream.concat(
                  one.values().values().stream(),
                  one.proxy().flatMap(Site.ProxySetting::password).stream())
              .filter(SiteValue.Secret.class::isInstance)
              .map(SiteValue.Secret.class::cast)
              .forEach(secret -> addSecret(secret.name(), secret.reference()));
        });
    return this;
  }

  /**
   * Refuses reports that would replace one of them.
   *
   * @throws ParameterException with the remedy
   */
  public void keepFrom(List<ReportOutputs.Sink> reports) {
    for (ReportOutputs.Sink report : reports) {
      if (!report.standardOutput()) {
        keepFrom(report.file());
      }
    }
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
