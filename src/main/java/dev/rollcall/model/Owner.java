package dev.rollcall.model;

/** Whose job it is to mend a rule. */
public enum Owner {
  DNS("DNS team"),
  FIREWALL("firewall team"),
  SERVER("owner of the server"),
  LOAD_BALANCER("load balancer team"),
  ACCOUNTS("account's administrators"),
  PROXY("proxy team"),
  SITE_FILE("whoever keeps the site file"),
  VENDOR("vendor"),
  THIS_HOST("owner of this host"),
  ROLLCALL("Rollcall");

  private final String title;

  Owner(String title) {
    this.title = title;
  }

  /** Plain words for a sentence: "ask the …". */
  public String title() {
    return title;
  }
}
