package dev.rollcall.cli;

import dev.rollcall.bundle.Bundle;
import dev.rollcall.bundle.BundleText;
import dev.rollcall.catalogue.SiteCopy;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.option.CatalogueOption;
import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.cli.output.UsedFiles;
import dev.rollcall.document.StandInDocument;
import dev.rollcall.files.AtomicFile;
import dev.rollcall.history.entry.Series;
import dev.rollcall.model.StandInLog;
import dev.rollcall.run.Protocols;
import dev.rollcall.run.SupportBundle;
import dev.rollcall.run.secret.PseudonymKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes one file for the vendor's support. */
@Command(
    name = "bundle",
    description = {
      "Makes one file for support: the last run of a history, how each rule went before, and"
          + " what this host knows of its network. At most 1 MiB. render reads it as it reads a"
          + " run.",
      "With --redact, names of hosts and accounts, addresses and unknown words are pseudonyms. The"
          + " key stays here: the same name has the same pseudonym in the next bundle."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the file is written",
      "2:the command line or a file is wrong, or FILE exists; nothing was written",
      "70:Rollcall itself failed",
      "74:the file, or the key of --redact, could not be written"
    })
final class BundleCommand implements Callable<Integer> {
  private final Streams streams;
  private final Protocols protocols;

  BundleCommand(Streams streams, Protocols protocols) {
    this.streams = streams;
    this.protocols = protocols;
  }

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "LOG.json",
      arity = "0..*",
      description = "Logs of stand-ins to add: answer --report json=FILE writes them.")
  private List<Path> logs = new ArrayList<>();

  @Mixin private DriftCommand.Place place = new DriftCommand.Place();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The zip file to make.")
  private Path out = Path.of("bundle.zip");

  @Option(names = "--overwrite", description = "Replace FILE if it exists.")
  private boolean overwrite;

  @Option(
      names = "--site",
      paramLabel = "FILE",
      description = "The site file to add; comments and references to secrets are left out.")
  private @Nullable Path site;

  @Option(
      names = "--redact",
      description = "Use pseudonyms for hosts, addresses, accounts and unknown words.")
  private boolean redact;

  @Option(
      names = "--redact-key",
      paramLabel = "FILE",
      description =
          "The key of the pseudonyms; default: bundle.key in the history's folder, which the first"
              + " use makes. Copy it to a second server to get the same pseudonyms there.")
  private @Nullable Path keyFile;

  @Mixin private CatalogueOption checks = new CatalogueOption();

  @Override
  public Integer call() throws ComplaintException {
    Bundle bundle;
    try {
      bundle = make();
    } catch (PseudonymKey.UnwritableKeyException e) {
      streams.err().println(e.getMessage());
      return ExitCode.UNWRITABLE;
    } catch (IOException e) {
      throw place.wrong(String.valueOf(e.getMessage()));
    }
    PrintStream to = streams.out();
    BundleText.parts(bundle.parts()).forEach(to::println);
    bundle.leftOut().forEach(left -> to.println("Left out to stay below 1 MiB: " + left + "."));
    to.println(
        redact
            ? "Redacted. Look through it before you send it; keep the key "
                + (keyFile == null ? place.folder().resolve(PseudonymKey.NAME) : keyFile)
                + " here."
            : "Not redacted: it has the names and addresses of your site (see --redact).");
    to.flush();
    try {
      AtomicFile.write(out, bundle.zip());
    } catch (IOException e) {
      streams.err().println("the bundle could not be written: " + e.getMessage());
      return ExitCode.UNWRITABLE;
    }
    to.println("Written: " + out + ", " + Bundle.size(bundle.zip().length) + ".");
    return ExitCode.READY;
  }

  private Bundle make() throws IOException, ComplaintException {
    if (keyFile != null && !redact) {
      throw place.wrong("--redact-key is the key of pseudonyms: add --redact");
    }
    if (out.toString().equals("-")) {
      throw place.wrong("a bundle does not go to standard output: name a file with --out FILE");
    }
    AtomicFile.check(out);
    UsedFiles.of(spec, "--out").keepFrom(out.toString());
    if (!overwrite && Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
      throw place.wrong(out + " exists: name another file, or add --overwrite");
    }
    List<StandInLog> seen = new ArrayList<>();
    for (Path log : logs) {
      seen.add(StandInDocument.read(log));
    }
    Series series = place.series();
    Optional<SiteCopy> copy =
        site == null ? Optional.empty() : Optional.of(SiteCopy.of(site, checks.read(protocols)));
    UsedFiles.of(spec, "--out").and(copy.map(SiteCopy::site)).keepFrom(out.toString());
    Optional<byte[]> key =
        !redact
            ? Optional.empty()
            : Optional.of(
                keyFile == null ? PseudonymKey.of(place.folder()) : PseudonymKey.read(keyFile));
    return new SupportBundle(streams.environment(), protocols)
        .of(place.archive(), series, copy, seen, key);
  }
}
