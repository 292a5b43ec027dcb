package dev.rollcall.cli;

import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.option.Addresses;
import dev.rollcall.cli.option.CatalogueOption;
import dev.rollcall.cli.option.Durations;
import dev.rollcall.cli.option.KeyFile;
import dev.rollcall.cli.option.PlanOptions;
import dev.rollcall.cli.output.AnswerText;
import dev.rollcall.cli.output.ExitCode;
import dev.rollcall.cli.output.Failures;
import dev.rollcall.cli.output.LogWriter;
import dev.rollcall.cli.output.ReportOutputs;
import dev.rollcall.cli.output.Streams;
import dev.rollcall.cli.output.UsedFiles;
import dev.rollcall.cli.output.VisitPrinter;
import dev.rollcall.document.StandInDocument;
import dev.rollcall.model.StandInLog;
import dev.rollcall.plan.SelectionException;
import dev.rollcall.plan.StandInPlan;
import dev.rollcall.plan.StandInPort;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.report.Format;
import dev.rollcall.run.Interruption;
import dev.rollcall.run.Protocols;
import dev.rollcall.run.Version;
import dev.rollcall.run.host.Host;
import dev.rollcall.run.host.HostKnowledge;
import dev.rollcall.run.secret.PrivateFile;
import dev.rollcall.standin.PortAssignment;
import dev.rollcall.standin.PortAssignment.Options;
import dev.rollcall.standin.PortAssignment.Served;
import dev.rollcall.standin.PortsException;
import dev.rollcall.standin.StandInLimits;
import dev.rollcall.standin.StandInServer;
import dev.rollcall.standin.certificate.StandInCertificate;
import dev.rollcall.verdict.witness.LogView;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Stands in for servers that do not exist yet, and logs who reaches this host. */
@Command(
    name = "answer",
    description = {
      "Stands in for servers that do not exist yet, so that firewalls and the load balancer can be"
          + " tested. Every answer says that it comes from a stand-in. No login is accepted or"
          + " stored.",
      "Runs until --for is over or until it is interrupted (Ctrl-C)."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the time of --for is over",
      "2:the command line, the catalogue or the site file is wrong; nothing was opened",
      "69:a port could not be opened (taken, or not allowed); nothing was opened",
      "70:Rollcall itself failed",
      "74:the report could not be written",
      "129, 143:terminated (SIGHUP, SIGTERM); as 130",
      "130:interrupted; the report is complete"
    })
final class AnswerCommand implements Callable<Integer> {
  private final Streams streams;
  private final Protocols protocols;

  AnswerCommand(Streams streams, Protocols protocols) {
    this.streams = streams;
    this.protocols = protocols;
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--as",
      paramLabel = "LIST",
      split = ",",
      description =
          "What to stand in for: inbound (what must reach this server), protocols (tds, ldaps, ntp,"
              + " ...), first parts of rule ids (sql, ad, mail, ...), rule ids, or patterns such as"
              + " repo.*; separated by commas (may be repeated); default: inbound.")
  private List<String> as = new ArrayList<>();

  @Option(
      names = "--site",
      paramLabel = "FILE",
      description = "This site's values: host names for the certificate, the health check, ports.")
  private @Nullable Path site;

  @Mixin private CatalogueOption checks = new CatalogueOption();

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      converter = Addresses.class,
      description = "The local address to answer on; default: all.")
  private InetAddress bind = new InetSocketAddress(0).getAddress();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = Durations.class,
      description =
          "Stop after 30s, 5m or 1h. Measuring the interval of health checks needs three checks:"
              + " 5m is usually enough.")
  private @Nullable Duration duration;

  @Option(
      names = "--report",
      paramLabel = "json=FILE",
      converter = ReportOutputs.Converter.class,
      description =
          "Write a log to this file, updated while the stand-in runs; - is standard output, at the"
              + " end. rollcall render merges it with reports of check.")
  private List<ReportOutputs.Sink> reports = new ArrayList<>();

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      converter = KeyFile.class,
      description =
          "File with a shared key: it proves to rollcall check --key-file FILE that this stand-in"
              + " is yours.")
  private @Nullable SharedKey key;

  @ArgGroup(exclusive = false)
  private @Nullable Given given;

  /** The user's own certificate: both options or neither. */
  static final class Given {
    @Option(
        names = "--certificate",
        paramLabel = "PEM",
        required = true,
        description = "The certificate to show, followed by its chain; default: a self-signed one.")
    private Path certificate = Path.of("");

    @Option(
        names = "--certificate-key",
        paramLabel = "PEM",
        required = true,
        description = "Its key: PKCS #8, not encrypted, readable by its owner only.")
    private Path key = Path.of("");
  }

  @Option(names = "--quiet", description = "Print the summary only, no line for each visit.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException, InterruptedException, ComplaintException {
    ReportOutputs.validate(reports, spec);
    if (reports.stream().anyMatch(sink -> sink.format() != Format.JSON)) {
      throw usage("a stand-in's log is written as json only: --report json=FILE");
    }
    try (Interruption interruption =
        new Interruption(
            () -> streams.err().println("interrupted before the first port was opened"))) {
      return answer(interruption);
    } catch (PortsException e) {
      streams.err().println(e.getMessage());
      return ExitCode.UNAVAILABLE;
    }
  }

  private int answer(Interruption interruption)
      throws IOException, InterruptedException, ComplaintException {
    StandInPlan plan = plan();
    List<PortAssignment> assignments =
        plan.ports().stream().map(one -> assignment(one, plan)).toList();
    StandInCertificate certificate = certificate(plan);
    PrintStream human = ReportOutputs.forPeople(reports, streams);
    plan.remarks().forEach(streams.err()::println);
    CountDownLatch over = new CountDownLatch(1);
    interruption.begin(over::countDown);
    StandInLog log = answer(assignments, certificate, human, over);
    // First: a stopped terminal must not prevent the log from being written.
    Failures failures =
        ReportOutputs.write(format -> StandInDocument.write(log), reports, streams.out());
    AnswerText.summary(new LogView(log, protocols)).forEach(human::println);
    failures.print(streams.err());
    if (!failures.isEmpty()) {
      interruption.exitsWith(failures.code());
    }
    return failures.code();
  }

  /** Answers until the end, and returns the log. */
  private StandInLog answer(
      List<PortAssignment> assignments,
      StandInCertificate certificate,
      PrintStream human,
      CountDownLatch over)
      throws IOException, InterruptedException {
    String version = Version.number();
    try (VisitPrinter printer = VisitPrinter.start(human, Instant.now(), InstantSource.system())) {
      Consumer<StandInLog.Visit> onVisit = quiet ? visit -> {} : printer;
      StandInServer stand =
          StandInServer.open(
              assignments, certificate, Optional.ofNullable(key), StandInLimits.usual(), onVisit);
      try (stand;
          LogWriter writer = LogWriter.start(stand, version, reports, streams.err())) {
        if (writer.works()) {
          if (!quiet) {
            AnswerText.opening(stand.log(version, Host.name()), given == null, certificate)
                .forEach(human::println);
          }
          await(over);
        }
      }
      return stand.log(version, Host.name());
    }
  }

  private StandInPlan plan() throws ComplaintException {
    Catalogue catalogue = checks.read(protocols);
    List<String> words = as.stream().map(String::strip).filter(word -> !word.isEmpty()).toList();
    Optional<Site> values = PlanOptions.site(site, catalogue);
    UsedFiles.of(spec).and(values).keepFrom(reports);
    try {
      return StandInPlan.plan(
          catalogue,
          values,
          HostKnowledge.among(values, bind),
          words.isEmpty() ? List.of("inbound") : words);
    } catch (SelectionException e) {
      throw usage("--as: " + e.getMessage());
    }
  }

  /** The log holds the path of the health check, so that its reader need not know the site. */
  private <S extends Record> PortAssignment assignment(StandInPort<S> opened, StandInPlan plan) {
    Protocol<S> protocol = opened.protocol();
    return new PortAssignment(
        bind,
        opened.port().number(),
        opened.hosts(),
        opened.rules(),
        Served.of(protocol, opened.port().transport(), opened.settings()),
        Options.NONE
            .withServer(plan.server().orElseGet(Host::name))
            .withHealth(plan.health().filter(path -> protocol.answersHealthChecks())));
  }

  private StandInCertificate certificate(StandInPlan plan) {
    if (given == null) {
      List<String> hosts =
          plan.ports().stream().flatMap(one -> one.hosts().stream()).distinct().toList();
      return StandInCertificate.selfMade(
          Stream.concat(hosts.stream(), Stream.of(Host.name())).distinct().toList());
    }
    try {
      if (Files.exists(given.key) && PrivateFile.isOpen(given.key)) {
        throw usage(
            "the key file " + given.key + " may be read by others; try: chmod 600 " + given.key);
      }
      return StandInCertificate.read(given.certificate, given.key);
    } catch (IOException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /** Waits for a signal or for the end of the time. */
  private void await(CountDownLatch over) throws InterruptedException {
    if (duration == null) {
      over.await();
      return;
    }
    boolean ended = over.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    if (ended && !quiet) {
      streams.err().println("ended early");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
