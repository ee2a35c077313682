package io.sallyport.config;

/**
 * The Kubernetes Service that a backend stands for, {@code namespace/name:port}.
 *
 * @param port 1 to 65535, as a backendRef of an {@code HTTPRoute} names it
 */
public record ServiceSpec(String namespace, String name, int port) {

    @Override
    public String toString() {
        return namespace + "/" + name + ":" + port;
    }
}
