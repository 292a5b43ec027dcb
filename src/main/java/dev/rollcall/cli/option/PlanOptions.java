package dev.rollcall.cli.option;

import dev.rollcall.catalogue.Sites;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.Complaint;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.plan.Glob;
import dev.rollcall.plan.HostIdentity;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.Planner;
import dev.rollcall.run.Protocols;
import dev.rollcall.run.Wiring;
import dev.rollcall.run.host.Host;
import dev.rollcall.run.secret.Credentials;
import dev.rollcall.text.CommandName;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that select what to probe, shared by every command that makes a plan. */
public final class PlanOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private Inputs inputs = new Inputs();

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      description =
          "Only rules whose id matches, such as sql.* (several: a,b or repeated); default: all.")
  private List<String> only = new ArrayList<>();

  /** What a plan is made of: a catalogue, a site file and a vantage. */
  public static final class Inputs {
    @Option(
        names = "--site",
        paramLabel = "FILE",
        description =
            "This site's values. Without it, a rule that needs one of them is not configured.")
    private @Nullable Path site;

    @Mixin private CatalogueOption checks = new CatalogueOption();

    @Option(
        names = "--from",
        paramLabel = "VANTAGE",
        defaultValue = "appsanywhere",
        converter = Vantages.class,
        description =
            "Where this host is: appsanywhere, client, jump-host or outside; default:"
                + " appsanywhere.")
    private Vantage from = Vantage.APPSANYWHERE;

    /** Where this host is. */
    public Vantage vantage() {
      return from;
    }

    public Catalogue catalogue(Protocols protocols) throws ComplaintException {
      return checks.read(protocols);
    }

    public Optional<Site> site(Catalogue catalogue) throws ComplaintException {
      return PlanOptions.site(site, catalogue);
    }
  }

  /** The paths of the files, as given. */
  public Run.Files files() {
    return new Run.Files(
        Optional.ofNullable(inputs.site).map(Path::toString), inputs.checks.file());
  }

  /** Whether the catalogue is the one in this jar. */
  public boolean ownCatalogue() {
    return inputs.checks.own();
  }

  /** Where this host is. */
  public Vantage vantage() {
    return inputs.vantage();
  }

  /** Whether {@code --only} is given. */
  public boolean narrowed() {
    return !only.isEmpty();
  }

  public Catalogue catalogue(Protocols protocols) throws ComplaintException {
    return inputs.catalogue(protocols);
  }

  public Optional<Site> site(Catalogue catalogue) throws ComplaintException {
    return inputs.site(catalogue);
  }

  public static Optional<Site> site(@Nullable Path site, Catalogue catalogue)
      throws ComplaintException {
    return site == null ? Optional.empty() : Optional.of(Sites.read(site, catalogue));
  }

  /**
   * The plan, restricted to {@code --only}.
   *
   * @param here what is known of this host; this method resolves no names
   * @throws ParameterException if one of its patterns matches no rule
   */
  public Plan plan(Catalogue catalogue, Optional<Site> values, HostIdentity here)
      throws ComplaintException {
    Plan whole = whole(catalogue, values, here);
    if (only.isEmpty()) {
      return whole;
    }
    List<String> patterns =
        only.stream().flatMap(text -> Stream.of(text.split(",", -1))).distinct().toList();
    List<String> ids = whole.rules().stream().map(planned -> planned.rule().id()).toList();
    List<String> unmatched =
        patterns.stream().filter(one -> ids.stream().noneMatch(Glob.of(one))).toList();
    if (!unmatched.isEmpty()) {
      throw new ParameterException(spec.commandLine(), unmatched(unmatched, catalogue));
    }
    List<Predicate<String>> wanted = patterns.stream().map(Glob::of).toList();
    return whole.narrowed(id -> wanted.stream().anyMatch(glob -> glob.test(id)));
  }

  /**
   * As above, for a run: its names are looked up while it is made. A source that this host does not
   * have is refused, as every rule would fail.
   */
  public Plan plan(Catalogue catalogue, Optional<Site> values, Wiring wiring)
      throws ComplaintException {
    Optional<String> objection = values.flatMap(Site::source).flatMap(Host::objection);
    if (objection.isPresent()) {
      throw new ComplaintException(
          List.of(new Complaint(String.valueOf(inputs.site), 0, 0, objection.get())));
    }
    Plan first = plan(catalogue, values, HostIdentity.UNKNOWN);
    wiring.begin(first);
    // Without a site file nothing depends on which host this is.
    return values.isEmpty() ? first : plan(catalogue, values, wiring.here());
  }

  /** Every rule of the vantage, whatever {@code --only} says. */
  public Plan whole(Catalogue catalogue, Optional<Site> values, HostIdentity here)
      throws ComplaintException {
    return Planner.plan(catalogue, values, vantage(), here, LocalDate.now(ZoneOffset.UTC));
  }

  private String unmatched(List<String> patterns, Catalogue catalogue) {
    return patterns.stream().map(one -> unmatched(one, catalogue)).collect(Collectors.joining("; "))
        + "; `"
        + CommandName.words()
        + " list --from "
        + vantage().word()
        + "` shows their ids";
  }

  private String unmatched(String pattern, Catalogue catalogue) {
    if (pattern.isEmpty()) {
      return "--only has an empty pattern, which matches no rule";
    }
    Predicate<String> glob = Glob.of(pattern);
    String elsewhere =
        catalogue.rules().stream()
            .filter(rule -> glob.test(rule.id()))
            .flatMap(rule -> rule.from().stream())
            .distinct()
            .sorted()
            .map(vantage -> "--from " + vantage.word())
            .collect(Collectors.joining(" and "));
    return "--only "
        + pattern
        + " matches no rule of the vantage "
        + vantage().word()
        + (elsewhere.isEmpty() ? "" : " (rules with " + elsewhere + " match it)")
        + lowerCase(pattern, catalogue);
  }

  /** For a pattern that would match in lower case. */
  private static String lowerCase(String pattern, Catalogue catalogue) {
    String lower = pattern.toLowerCase(Locale.ROOT);
    Predicate<String> glob = Glob.of(lower);
    return !lower.equals(pattern) && catalogue.rules().stream().anyMatch(r -> glob.test(r.id()))
        ? " (did you mean '" + lower + "'?)"
        : "";
  }

  /**
   * The plan without logins, if it may use none: another catalogue gets the site's credentials only
   * with {@code --allow-credentials}.
   */
  public Plan permitted(Plan plan, boolean allowCredentials) {
    Set<String> logins = Credentials.logins(plan).keySet();
    if (allowCredentials || ownCatalogue() || logins.isEmpty()) {
      return plan;
    }
    return plan.withoutLogins(
        new Run.Remark(
            Status.WARN,
            "no credentials are shown ("
                + String.join(", ", new TreeSet<>(logins))
                + "), as the catalogue is not Rollcall's own; if you trust it, add"
                + " --allow-credentials"));
  }
}
