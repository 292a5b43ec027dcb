package dev.rollcall.cli.option;

import dev.rollcall.catalogue.Sites;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.plan.Glob;
import dev.rollcall.plan.HostIdentity;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.Planner;
import dev.rollcall.run.Credentials;
import dev.rollcall.run.Protocols;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
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

  @Option(
      names = "--site",
      paramLabel = "FILE",
      description = "This site's values. Without it, only rules that need none are probed.")
  private @Nullable Path site;

  @Mixin private CatalogueOption checks = new CatalogueOption();

  @Option(
      names = "--from",
      paramLabel = "VANTAGE",
      defaultValue = "appsanywhere",
      converter = Vantages.class,
      description =
          "Where this host is: appsanywhere, client, jump-host or outside; default: appsanywhere.")
  private Vantage from = Vantage.APPSANYWHERE;

  @Option(
      names = "--only",
      paramLabel = "GLOB",
      description =
          "Only rules whose id matches, such as sql.* (several: a,b or repeated); default: all.")
  private List<String> only = new ArrayList<>();

  /** The path of the site file, as given. */
  public Optional<String> siteName() {
    return Optional.ofNullable(site).map(Path::toString);
  }

  /** Whether the catalogue is the one in this jar. */
  public boolean ownCatalogue() {
    return checks.own();
  }

  /** Where this host is. */
  public Vantage vantage() {
    return from;
  }

  /** Whether {@code --only} is given. */
  public boolean narrowed() {
    return !only.isEmpty();
  }

  public Catalogue catalogue(Protocols protocols) throws ComplaintException {
    return checks.read(protocols);
  }

  public Optional<Site> site(Catalogue catalogue) throws ComplaintException {
    return site(site, catalogue);
  }

  public static Optional<Site> site(@Nullable Path site, Catalogue catalogue)
      throws ComplaintException {
    return site == null ? Optional.empty() : Optional.of(Sites.read(site, catalogue));
  }

  /**
   * The plan, restricted to {@code --only}.
   *
   * @param here what is known of this host; this method resolves no names
   * @throws ParameterException if no rule matches
   */
  public Plan plan(Catalogue catalogue, Optional<Site> values, HostIdentity here)
      throws ComplaintException {
    return plan(catalogue, values, here, from);
  }

  /** Every rule of the vantage, whatever {@code --only} says. */
  public Plan whole(Catalogue catalogue, Optional<Site> values, HostIdentity here)
      throws ComplaintException {
    return whole(catalogue, values, here, from);
  }

  private static Plan whole(
      Catalogue catalogue, Optional<Site> values, HostIdentity here, Vantage vantage)
      throws ComplaintException {
    return Planner.plan(catalogue, values, vantage, here, LocalDate.now(ZoneOffset.UTC));
  }

  /** As the other, from that vantage instead of the option's. */
  public Plan plan(Catalogue catalogue, Optional<Site> values, HostIdentity here, Vantage vantage)
      throws ComplaintException {
    Plan whole = whole(catalogue, values, here, vantage);
    if (only.isEmpty()) {
      return whole;
    }
    List<Predicate<String>> wanted =
        only.stream().flatMap(text -> Stream.of(text.split(",", -1))).map(Glob::of).toList();
    Plan narrowed = whole.narrowed(id -> wanted.stream().anyMatch(glob -> glob.test(id)));
    if (narrowed.rules().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--only "
              + String.join(" --only ", only)
              + " matches no rule of the vantage "
              + vantage.word()
              + "; `rollcall list --from "
              + vantage.word()
              + "` shows their ids");
    }
    return narrowed;
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
