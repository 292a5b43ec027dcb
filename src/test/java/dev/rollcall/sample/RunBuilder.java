package dev.rollcall.sample;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Servers;
import dev.rollcall.model.rule.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Builds a run; what a test does not say is the usual value. */
public final class RunBuilder {
  private final List<RuleResult> results;
  private String version = "0.1.0";
  private String catalogue = "appsanywhere";
  private String title = "AppsAnywhere";
  private Vantage vantage = Vantage.APPSANYWHERE;
  private String host = "appsanywhere01";
  private Run.Files files = Run.Files.NONE;
  private Optional<Servers> servers = Optional.empty();
  private Instant startedAt = Instant.parse("2026-11-22T18:20:05Z");
  private Duration took = Duration.ofSeconds(1);
  private boolean interrupted;
  private String platform = "Linux";
  private List<Run.Remark> remarks = List.of();

  private RunBuilder(List<RuleResult> results) {
    this.results = results;
  }

  /** From the appliance, without a site file, finished. */
  public static RunBuilder run(RuleResult... results) {
    return run(List.of(results));
  }

  public static RunBuilder run(List<RuleResult> results) {
    return new RunBuilder(results);
  }

  public RunBuilder version(String number) {
    version = number;
    return this;
  }

  public RunBuilder catalogue(String name, String heading) {
    catalogue = name;
    title = heading;
    return this;
  }

  public RunBuilder from(Vantage where) {
    vantage = where;
    return this;
  }

  public RunBuilder on(String name) {
    host = name;
    return this;
  }

  public RunBuilder site(String file) {
    files = new Run.Files(Optional.of(file), files.checks());
    return this;
  }

  public RunBuilder checks(String file) {
    files = new Run.Files(files.site(), Optional.of(file));
    return this;
  }

  /** In place of these servers, on a host that is that to them. */
  public RunBuilder servers(Servers.Host role, Servers.Server... all) {
    servers = Optional.of(new Servers(role, List.of(all)));
    return this;
  }

  public RunBuilder at(Instant start) {
    startedAt = start;
    return this;
  }

  public RunBuilder took(Duration time) {
    took = time;
    return this;
  }

  public RunBuilder interrupted(boolean whether) {
    interrupted = whether;
    return this;
  }

  public RunBuilder platform(String words) {
    platform = words;
    return this;
  }

  public RunBuilder remarks(Run.Remark... lines) {
    remarks = List.of(lines);
    return this;
  }

  public Run build() {
    return new Run(
        new Run.Origin(version, catalogue, title, vantage, host, files, servers, platform),
        startedAt,
        took,
        interrupted,
        remarks,
        results);
  }
}
