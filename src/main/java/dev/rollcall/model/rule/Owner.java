package dev.rollcall.model.rule;

/** Who must act on a failing rule. */
public enum Owner {
  DNS("DNS team"),
  FIREWALL("firewall team"),
  SERVER("owner of the server"),
  LOAD_BALANCER("load balancer team"),
  ACCOUNTS("account's administrators"),
  PROXY("proxy team"),
  SITE_FILE("owner of the site file"),
  VENDOR("vendor"),
  THIS_HOST("owner of this host"),
  ROLLCALL("Rollcall");

  /** Who acts where no team has to: the check must be run again, or elsewhere. */
  public static final String CHECKER = "person who runs the check";

  private final String title;

  Owner(String title) {
    this.title = title;
  }

  /** The text for a sentence: "ask the …". */
  public String title() {
    return title;
  }
}
