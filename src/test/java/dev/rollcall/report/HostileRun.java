package dev.rollcall.report;

import static dev.rollcall.report.Samples.SOURCE;
import static dev.rollcall.report.Samples.START;
import static dev.rollcall.report.Samples.finding;
import static dev.rollcall.report.Samples.ip;
import static dev.rollcall.report.Samples.result;
import static dev.rollcall.report.Samples.rule;
import static dev.rollcall.report.Samples.showing;
import static dev.rollcall.report.Samples.sided;
import static dev.rollcall.report.Samples.verdict;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Servers;
import dev.rollcall.model.Status;
import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.attempt.LoginResult;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.sample.Attempts;
import dev.rollcall.sample.RuleBuilder;
import dev.rollcall.sample.RunBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run with one text wherever a remote server, a file or a person could have put it. */
public final class HostileRun {
  private HostileRun() {}

  public static Run of(String text) {
    Fault fault = new Fault(Phase.EXCHANGE, FaultKind.MALFORMED, text);
    Attempt attempt =
        Attempts.made(
                START,
                Duration.ofMillis(1),
                Map.of(Phase.EXCHANGE, Duration.ofMillis(1)),
                SOURCE,
                0,
                new Outcome.Failed(
                    fault,
                    List.of(
                        new Observation.Fact("ssh.software", text),
                        new Observation.Note(text),
                        new Observation.Tls(
                            text,
                            text,
                            Optional.of(text),
                            Optional.of(text),
                            List.of(
                                new Observation.Certificate(
                                    text, text, List.of("dns:" + text), START, START, text, text)),
                            Observation.Anchor.UNKNOWN,
                            text,
                            false)),
                    List.of(new Concern(Concern.Kind.CERTIFICATE, text))),
                List.of())
            .withPackets(
                List.of(
                    new Flow(
                        Flow.Purpose.QUESTION,
                        Transport.TCP,
                        SOURCE,
                        0,
                        "203.0.113.1",
                        443,
                        START,
                        START,
                        Optional.empty(),
                        List.of(new IcmpAnswer(text, 3, 13)))),
                Optional.of(
                    new PathTrace(
                        List.of(new PathTrace.Hop(1, Optional.of(text))),
                        0,
                        List.of(),
                        PathTrace.Finding.LOST_BEHIND_ROUTER,
                        text)));
    List<LoginResult> rights =
        List.of(
            new LoginResult.Proven(text),
            new LoginResult.Failed(text, fault),
            new LoginResult.Untried(text, LoginResult.Reason.UNSUPPORTED, text));
    NameEvidence name =
        new NameEvidence(
            text,
            List.of(ip("203.0.113.1")),
            Duration.ZERO,
            Optional.of(fault),
            List.of(
                new NameEvidence.ServerAnswer(
                    text,
                    NameEvidence.Status.ANSWERED,
                    List.of(text),
                    List.of(text),
                    Duration.ZERO)));
    List<RuleResult> results = new ArrayList<>();
    for (Status status : Status.values()) {
      LoginResult right = rights.get(results.size() % rights.size());
      Rule rule = rule("x." + status, text, text, Port.tcp(1), text, text);
      results.add(
          result(
              rule,
              new Evidence.Probed(
                  List.of(name),
                  List.of(finding(text, "203.0.113.1", Port.tcp(1), text, showing(attempt, right))),
                  true),
              sided(
                  verdict(status, text, Optional.of(fault), Owner.SERVER, text, List.of(text)),
                  text,
                  text),
              1));
    }
    for (Owner owner : Owner.values()) {
      Rule rule =
          RuleBuilder.rule("y." + owner)
              .group(text)
              .to(text, Port.tcp(1), text)
              .usage(text)
              .request(
                  new RequestDetails(
                      Optional.of(text),
                      Optional.of(text),
                      Optional.empty(),
                      Optional.of(text),
                      ServiceNames.of(text, text)))
              .build();
      results.add(
          result(
              rule,
              new Evidence.Probed(
                  List.of(name),
                  List.of(finding(text, "203.0.113.1", Port.tcp(1), text, attempt)),
                  true),
              verdict(Status.FAIL, text, Optional.of(fault), owner, text, List.of()),
              1));
    }
    return RunBuilder.run(results)
        .version(text)
        .catalogue(text, text)
        .from(Vantage.CLIENT)
        .on(text)
        .site(text)
        .servers(Servers.Host.NEIGHBOUR, new Servers.Server(text, List.of(ip("203.0.113.9"))))
        .at(START)
        .took(Duration.ofMillis(1))
        .platform(text)
        .remarks(new Run.Remark(Status.WARN, text))
        .build();
  }
}
