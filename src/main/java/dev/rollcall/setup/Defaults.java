package dev.rollcall.setup;

import dev.rollcall.catalogue.template.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What this host knows already: its name, its resolver's domain, the domain's controllers, its time
 * servers, and the proxy of its environment. Asks a name server only for the controllers, and only
 * once there is a domain.
 */
public final class Defaults {
  private final Questions questions;
  private final Source source;

  public Defaults(Questions questions, Source source) {
    this.questions = questions;
    this.source = source;
  }

  /**
   * Where it is found.
   *
   * @param host this host's name
   * @param domains the resolver's search domains
   * @param services the hosts of a service record, by priority; empty if there are none in time
   * @param environment of this process
   */
  public record Source(
      String host,
      List<String> domains,
      List<String> timeServers,
      Function<String, List<String>> services,
      Map<String, String> environment) {
    public Source {
      domains = List.copyOf(domains);
      timeServers = List.copyOf(timeServers);
    }
  }

  /**
   * A suggested answer.
   *
   * @param from where it was found; empty for the catalogue's own default
   */
  public record Default(String text, String from) {}

  /** The suggested answer of a question, given the answers so far. */
  public Optional<Default> of(Question question, Answers answers) {
    Optional<Default> found =
        question.suggestion().isPresent()
            ? suggested(question.suggestion().get(), questions.domain(answers))
            : switch (question.key()) {
              case Questions.PROXY -> proxy();
              case Questions.EXCEPT -> except();
              default -> Optional.empty();
            };
    return found.or(
        () ->
            question.fallback().isEmpty()
                ? Optional.empty()
                : Optional.of(new Default(question.fallback(), "")));
  }

  private Optional<Default> suggested(Suggestion suggestion, Optional<String> answered) {
    return switch (suggestion) {
      case THIS_HOST -> server();
      case DOMAIN -> domain();
      case CONTROLLER ->
          answered
              .flatMap(domain -> controllers(domain).stream().findFirst())
              .map(host -> new Default(host, "the domain's SRV records"));
      case REALM ->
          answered.map(domain -> new Default(domain.toUpperCase(Locale.ROOT), "the domain"));
      case TIME_SERVERS ->
          source.timeServers().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Default(String.join(", ", source.timeServers()), "this host's time service"));
    };
  }

  private Optional<Default> server() {
    String host = source.host().toLowerCase(Locale.ROOT);
    if (host.isEmpty() || host.equals("localhost")) {
      return Optional.empty();
    }
    String whole =
        host.contains(".") ? host : domain().map(one -> host + "." + one.text()).orElse(host);
    return Optional.of(new Default(whole, "this host's name"));
  }

  private Optional<Default> domain() {
    String host = source.host().toLowerCase(Locale.ROOT);
    Optional<String> searched =
        source.domains().stream()
            .map(domain -> domain.replaceFirst("\\.$", "").toLowerCase(Locale.ROOT))
            .filter(domain -> domain.contains("."))
            .findFirst();
    return searched.isPresent()
        ? searched.map(domain -> new Default(domain, "this host's resolver"))
        : host.matches("[^.]+\\.[^.]+\\..*")
            ? Optional.of(new Default(host.replaceFirst("^[^.]+\\.", ""), "this host's name"))
            : Optional.empty();
  }

  private List<String> controllers(String domain) {
    return source.services().apply("_ldap._tcp.dc._msdcs." + domain);
  }

  /** Without a user and a password, which belong elsewhere. */
  private Optional<Default> proxy() {
    return first("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY")
        .map(url -> url.replaceFirst("/$", ""))
        .filter(url -> url.matches("https?://[^@]+:[0-9]+"))
        .map(url -> new Default(url, "this host's environment"));
  }

  private Optional<Default> except() {
    return first("no_proxy", "NO_PROXY")
        .map(
            list ->
                String.join(
                    ", ",
                    Answers.parts(list).stream()
                        .map(host -> host.replaceFirst("^\\*", ""))
                        .filter(host -> host.matches("\\.?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*"))
                        .toList()))
        .filter(list -> !list.isEmpty())
        .map(list -> new Default(list, "this host's environment"));
  }

  private Optional<String> first(String... names) {
    for (String name : names) {
      String value = source.environment().getOrDefault(name, "");
      if (!value.isBlank()) {
        return Optional.of(value.strip());
      }
    }
    return Optional.empty();
  }
}
