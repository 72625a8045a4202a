import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.netflix.spectator.api.NoopRegistry;
import com.netflix.spinnaker.front50.api.model.Timestamped;
import com.netflix.spinnaker.front50.api.model.pipeline.Pipeline;
import com.netflix.spinnaker.front50.config.StorageServiceConfigurationProperties;
import com.netflix.spinnaker.front50.jackson.Front50ApiModule;
import com.netflix.spinnaker.front50.model.DefaultObjectKeyLoader;
import com.netflix.spinnaker.front50.model.ObjectType;
import com.netflix.spinnaker.front50.model.S3StorageService;
import com.netflix.spinnaker.front50.model.StorageService;
import com.netflix.spinnaker.front50.model.pipeline.DefaultPipelineDAO;
import com.netflix.spinnaker.kork.common.Header;
import com.netflix.spinnaker.kork.web.exceptions.NotFoundException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import rx.schedulers.Schedulers;

/**
 * Front50's own model, caches and storage, with its calls for pipelines in front of them.
 *
 * <p>Front50's controllers are in front50-web, which is not published, so the calls are written anew here, to answer as a
 * running Front50 was seen to. What stores, reads, caches and prints pipelines is Front50's own.
 *
 * <p>Arguments: `memory`, or `s3 ENDPOINT BUCKET ROOT_FOLDER` with the keys in AWS_ACCESS_KEY_ID and
 * AWS_SECRET_ACCESS_KEY. Prints "listening on PORT" when it is ready, and ends with its standard input.
 */
public class Front50Parts {
  /** A refusal with the status and the class that Front50's answer names. */
  static class Refusal extends RuntimeException {
    final int status;
    final String exception;

    Refusal(int status, String exception, String message) {
      super(message);
      this.status = status;
      this.exception = exception;
    }
  }

  static final String EXCEPTIONS = "com.netflix.spinnaker.front50.exceptions.";

  final ObjectMapper mapper =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .registerModule(new Front50ApiModule());
  final DefaultPipelineDAO pipelines;
  final MemoryStorage memory;

  Front50Parts(String[] arguments) {
    memory = new MemoryStorage(mapper);
    StorageService storage = arguments[0].equals("s3") ? s3(arguments) : memory;
    var properties = new StorageServiceConfigurationProperties.PerObjectType();
    properties.setRefreshMs(1000);
    pipelines =
        new DefaultPipelineDAO(
            storage,
            Schedulers.from(Executors.newFixedThreadPool(8, Front50Parts::daemon)),
            new DefaultObjectKeyLoader(storage),
            properties,
            new NoopRegistry(),
            CircuitBreakerRegistry.ofDefaults());
  }

  StorageService s3(String[] arguments) {
    var keys = new BasicAWSCredentials(System.getenv("AWS_ACCESS_KEY_ID"), System.getenv("AWS_SECRET_ACCESS_KEY"));
    AmazonS3 client =
        AmazonS3ClientBuilder.standard()
            .withCredentials(new AWSStaticCredentialsProvider(keys))
            .withEndpointConfiguration(new EndpointConfiguration(arguments[1], "us-east-1"))
            .withPathStyleAccessEnabled(true)
            .build();
    return new S3StorageService(mapper, client, arguments[2], arguments[3], false, "us-east-1", true, 10000, null);
  }

  static Thread daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }

  public static void main(String[] arguments) throws IOException {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    Front50Parts front50 = new Front50Parts(arguments);
    front50.pipelines.all(true);
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newFixedThreadPool(16, Front50Parts::daemon));
    server.createContext("/", front50::serve);
    server.start();
    System.out.println("listening on " + server.getAddress().getPort());
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String raw = exchange.getRequestURI().getRawPath();
      if (raw.toUpperCase().matches(".*%(2F|5C).*")) { // Tomcat itself refuses these
        send(exchange, 400, "text/html", "<!doctype html><title>HTTP Status 400 – Bad Request</title>");
        return;
      }
      String user = exchange.getRequestHeaders().getFirst(Header.USER.getHeader());
      if (user != null) MDC.put(Header.USER.getHeader(), user);
      try {
        Object answer = answer(exchange, raw);
        send(exchange, 200, "application/json", answer == null ? "" : mapper.writeValueAsString(answer));
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        send(exchange, 400, "application/json", "");
      } catch (NotFoundException e) {
        refuse(exchange, new Refusal(404, NotFoundException.class.getName(), e.getMessage()));
      } catch (Refusal e) {
        refuse(exchange, e);
      } catch (RuntimeException e) {
        refuse(exchange, new Refusal(500, e.getClass().getName(), e.getMessage()));
      } finally {
        MDC.clear();
      }
    }
  }

  void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("timestamp", java.time.Instant.now().toString());
    body.put("status", refusal.status);
    if (refusal.exception != null) body.put("exception", refusal.exception);
    body.put("message", refusal.getMessage());
    send(exchange, refusal.status, "application/json", mapper.writeValueAsString(body));
  }

  static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) exchange.getResponseBody().write(bytes);
  }

  static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The value of a query's parameter, or what it is without one. */
  static String parameter(HttpExchange exchange, String name, String otherwise) {
    String query = exchange.getRequestURI().getRawQuery();
    for (String part : (query == null ? "" : query).split("&")) {
      if (part.startsWith(name + "=")) return decode(part.substring(name.length() + 1));
    }
    return otherwise;
  }

  Object answer(HttpExchange exchange, String raw) throws IOException {
    List<String> path = Arrays.stream(raw.substring(1).split("/")).map(Front50Parts::decode).collect(Collectors.toList());
    // Spring's firewall refuses a percent sign and a semicolon, also when they are encoded.
    if (path.stream().anyMatch(part -> part.contains("%") || part.contains(";"))) {
      throw new Refusal(500, "org.springframework.security.web.firewall.RequestRejectedException", "The request was rejected");
    }
    String call = exchange.getRequestMethod() + " " + path.get(0) + " " + path.size();
    String last = path.get(path.size() - 1);
    boolean refresh = parameter(exchange, "refresh", "true").equals("true");
    switch (call) {
      case "GET health 1":
        return Map.of("status", "UP");
      case "POST forget 1": // for tests: as if nothing had ever been stored
        memory.present.clear();
        memory.all.clear();
        memory.tick();
        return null;
      case "GET v2 2":
        return applications();
      case "GET pipelines 1":
        return pipelines.all(refresh);
      case "GET pipelines 2":
        return ofApplication(last, parameter(exchange, "pipelineNameFilter", null), refresh);
      case "GET pipelines 3":
        if (last.equals("get")) return pipelines.findById(path.get(1));
        if (last.equals("history")) return history(path.get(1), Integer.parseInt(parameter(exchange, "limit", "20")));
        break;
      case "GET pipelines 4":
        return pipelines.getPipelineByName(path.get(1), last, refresh);
      case "POST pipelines 1":
        return save(mapper.readValue(exchange.getRequestBody(), Pipeline.class));
      case "POST pipelines 2":
        return saveAll(mapper.readTree(exchange.getRequestBody()));
      case "DELETE pipelines 3":
        pipelines.delete(pipelines.getPipelineId(path.get(1), last));
        return null;
    }
    throw new Refusal(404, null, "No message available");
  }

  List<Map<String, String>> applications() {
    return pipelines.all(true).stream()
        .map(pipeline -> pipeline.getApplication())
        .distinct()
        .map(name -> Map.of("name", name.toUpperCase()))
        .collect(Collectors.toList());
  }

  Collection<Pipeline> history(String id, int limit) {
    try {
      return pipelines.history(id, limit);
    } catch (NotFoundException e) {
      return List.of();
    }
  }

  List<Pipeline> ofApplication(String application, String filter, boolean refresh) {
    List<Pipeline> found = new ArrayList<>();
    for (Pipeline pipeline : pipelines.getPipelinesByApplication(application, filter, refresh)) {
      Pipeline copy = mapper.convertValue(pipeline, Pipeline.class);
      copy.setLastModified(pipeline.getLastModified());
      found.add(copy);
    }
    found.sort(Comparator.comparing(Pipeline::getName, String.CASE_INSENSITIVE_ORDER));
    for (int i = 0; i < found.size(); ++i) found.get(i).setIndex(i);
    return found;
  }

  static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  void check(Pipeline pipeline, boolean refresh) {
    if (isBlank(pipeline.getName()) || isBlank(pipeline.getApplication())) {
      throw new Refusal(422, EXCEPTIONS + "InvalidEntityException", "A pipeline requires name and application fields");
    }
    pipeline.setName(pipeline.getName().trim());
    for (var trigger : pipeline.getTriggers()) {
      if ("cron".equals(trigger.getType()) && isBlank((String) trigger.get("id"))) {
        trigger.put("id", UUID.randomUUID().toString());
      }
    }
    for (Pipeline other : pipelines.getPipelinesByApplication(pipeline.getApplication(), refresh)) {
      if (!other.getName().equalsIgnoreCase(pipeline.getName()) || other.getId().equals(pipeline.getId())) continue;
      String message = "A pipeline with name %s already exists in application %s";
      throw new Refusal(400, EXCEPTIONS + "DuplicateEntityException",
          String.format(message, pipeline.getName(), pipeline.getApplication()));
    }
  }

  synchronized Pipeline save(Pipeline pipeline) {
    check(pipeline, true);
    return pipelines.create(pipeline.getId(), pipeline);
  }

  Map<String, Object> saveAll(JsonNode list) {
    List<Pipeline> good = new ArrayList<>();
    List<Object> failed = new ArrayList<>();
    for (JsonNode node : list) {
      try {
        Pipeline pipeline = mapper.convertValue(node, Pipeline.class);
        check(pipeline, false);
        good.add(pipeline);
      } catch (IllegalArgumentException | Refusal e) {
        Map<String, Object> refused = mapper.convertValue(node, HashMap.class);
        refused.put("errorMsg", e.getMessage());
        failed.add(refused);
      }
    }
    pipelines.bulkImport(good);
    return Map.of(
        "successful_pipelines_count", good.size(),
        "successful_pipelines", good.stream().map(Pipeline::getName).collect(Collectors.toList()),
        "failed_pipelines_count", failed.size(),
        "failed_pipelines", failed);
  }

  /** Keeps texts, as a database does, with all earlier ones. */
  static class MemoryStorage implements StorageService {
    static class Kept {
      final String text;
      final long time;

      Kept(String text, long time) {
        this.text = text;
        this.time = time;
      }
    }

    final ObjectMapper mapper;
    final Map<String, Kept> present = new ConcurrentHashMap<>();
    final Map<String, List<Kept>> all = new ConcurrentHashMap<>();
    long last = 0;

    MemoryStorage(ObjectMapper mapper) {
      this.mapper = mapper;
    }

    synchronized long tick() {
      last = Math.max(last + 1, System.currentTimeMillis());
      return last;
    }

    @SuppressWarnings("unchecked")
    <T extends Timestamped> T read(ObjectType type, Kept kept) {
      try {
        T item = (T) mapper.readValue(kept.text, type.clazz);
        item.setLastModified(kept.time);
        return item;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    public boolean supportsVersioning() {
      return true;
    }

    public <T extends Timestamped> T loadObject(ObjectType type, String key) {
      Kept kept = present.get(key);
      if (kept == null) throw new NotFoundException("Object not found (key: " + key + ")");
      return read(type, kept);
    }

    public synchronized void deleteObject(ObjectType type, String key) {
      if (present.remove(key) != null) tick();
    }

    public synchronized <T extends Timestamped> void storeObject(ObjectType type, String key, T item) {
      try {
        Kept kept = new Kept(mapper.writeValueAsString(item), tick());
        present.put(key, kept);
        all.computeIfAbsent(key, unused -> new ArrayList<>()).add(0, kept);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    public Map<String, Long> listObjectKeys(ObjectType type) {
      Map<String, Long> times = new HashMap<>();
      present.forEach((key, kept) -> times.put(key, kept.time));
      return times;
    }

    public synchronized <T extends Timestamped> Collection<T> listObjectVersions(ObjectType type, String key, int limit) {
      List<T> found = new ArrayList<>();
      for (Kept kept : all.getOrDefault(key, List.of())) {
        if (found.size() < limit) found.add(read(type, kept));
      }
      return found;
    }

    public synchronized long getLastModified(ObjectType type) {
      return last;
    }
  }
}
